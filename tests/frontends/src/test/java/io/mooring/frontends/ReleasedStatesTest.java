package io.mooring.frontends;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.components.MooringRegistry;
import io.mooring.frontends.FrontEnd.Made;
import io.mooring.frontends.Verdict.Action;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import io.mooring.provider.pulumi.PulumiSide;
import io.mooring.provider.terraform.TerraformSide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What every released version of the schema has left in the states of its users is read by this
/// one, and an unchanged program is no change: files below `released/VERSION`, one a resource,
/// which nobody may edit. `-Dmooring.generate=true` writes those of this version that are missing.
final class ReleasedStatesTest {
    private static final Registry REGISTRY =
            MooringRegistry.create(Map.of("MOORING_HOME", "/nonexistent"));
    private static final Path RELEASED = Path.of("src/test/resources/released");
    private static final Path NOW = RELEASED.resolve(REGISTRY.info().version());
    private static final Map<Token, ObjectValue> STARTS = Starts.all();

    /// Stands for a private key, which no file needs to hold.
    private static final String NO_KEY = "PRIVATE-KEY";

    private final PulumiSide pulumi = new PulumiSide(REGISTRY);
    private final TerraformSide terraform = new TerraformSide(REGISTRY);

    static Stream<Path> states() throws IOException {
        try (var files = Files.walk(RELEASED)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    static List<Token> types() {
        return Stream.concat(
                        REGISTRY.resources().stream().map(it -> it.type().token()),
                        REGISTRY.components().stream().map(it -> it.type().token()))
                .toList();
    }

    @BeforeAll
    static void keepWhatIsMissing() throws IOException {
        if (Boolean.getBoolean("mooring.generate")) {
            Files.createDirectories(NOW);
            types().stream()
                    .filter(it -> !Files.exists(file(it)))
                    .forEach(ReleasedStatesTest::keep);
        }
    }

    @Test
    void thereIsAStateOfEachResourceOfThisVersion() {
        assertThat(types()).allSatisfy(type -> assertThat(file(type)).exists());
    }

    @ParameterizedTest
    @MethodSource("states")
    void aStateOfAReleasedVersionIsNoChange(Path file) throws IOException {
        var kept = JsonMapper.shared().readTree(Files.readString(file).replace(NO_KEY, inJson()));
        var type = Token.parse(kept.path("type").asString());
        var given = PulumiSide.read(kept.path("given").toString());

        assertNone(terraform.change(type, kept.path("terraform").toString(), given));
        if (kept.has("pulumi")) {
            assertNone(pulumi.change(type, made(kept.path("pulumi"), given), given));
        }
    }

    private static void assertNone(Verdict verdict) {
        assertThat(verdict.action()).as("%s", verdict).isEqualTo(Action.NONE);
    }

    private static Made made(JsonNode kept, ObjectValue given) {
        return new Made(
                "id",
                given,
                PulumiSide.read(kept.path("inputs").toString()),
                PulumiSide.read(kept.path("outputs").toString()));
    }

    private static void keep(Token type) {
        var making = new Making(REGISTRY);
        var start = STARTS.get(type);
        var isComponent = REGISTRY.component(type).isPresent();
        // Every component has a name in Terraform.
        var given = isComponent && !start.has("name") ? start.with("name", "web") : start;
        var made = isComponent ? making.component(type, given) : making.resource(type, given);
        var kept = new LinkedHashMap<String, Object>();
        kept.put("type", type.toString());
        kept.put("given", json(given));
        if (!isComponent) {
            var sent = new LinkedHashMap<String, JsonNode>();
            sent.put("inputs", json(made.checked()));
            sent.put("outputs", json(made.outputs()));
            kept.put("pulumi", sent);
        }
        kept.put("terraform", new TerraformSide(REGISTRY).state(type, made));
        try {
            Files.writeString(
                    file(type),
                    JsonMapper.shared()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(kept)
                                    .replace(inJson(), NO_KEY)
                            + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String inJson() {
        return Starts.KEY.replace("\n", "\\n");
    }

    private static JsonNode json(ObjectValue values) {
        return JsonMapper.shared().readTree(PulumiSide.sent(values));
    }

    private static Path file(Token type) {
        return NOW.resolve(type.toString().replace(':', '_') + ".json");
    }
}
