package io.mooring.provider.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.components.MooringRegistry;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.SchemaCheck;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference below `docs` is what the schema and the examples say, and the examples are true.
/// Run with `-Dmooring.generate=true` to write it anew.
class PagesTest {
    private static final Registry REGISTRY = MooringRegistry.create(Map.of());
    private static final Path DOCS = docs();
    private static final List<String> GENERATED =
            List.of("resources", "data-sources", "ephemeral-resources", "functions");

    @TempDir Path home;

    @Test
    void theCommittedPagesAreWhatTheSchemaAndTheExamplesSay() throws Exception {
        var pages = new Pages(REGISTRY, PagesTest::example).all();
        if (Boolean.getBoolean("mooring.generate")) {
            for (var stale : committed().keySet()) {
                Files.delete(DOCS.resolve(stale));
            }
            for (var page : pages.entrySet()) {
                Files.createDirectories(DOCS.resolve(page.getKey()).getParent());
                Files.writeString(DOCS.resolve(page.getKey()), page.getValue());
            }
        }

        assertThat(committed()).isEqualTo(pages);
    }

    @Test
    void everyExampleFitsTheSchemaAndRefersToWhatThereIs() throws Exception {
        try (var files = Files.walk(DOCS.resolve("examples"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var example = Example.parse(Files.readString(file));
                var failures = new ArrayList<PropertyFailure>();
                example.resources()
                        .forEach(it ->
                                failures.addAll(
                                        problems(example, inputs(it.type()), it.properties())));
                example.calls()
                        .forEach(it ->
                                failures.addAll(
                                        problems(
                                                example, function(it.function()), it.arguments())));

                assertThat(failures).as(file.toString()).isEmpty();
            }
        }
    }

    /// Those on this machine can be checked without a cloud's own checks.
    @Test
    void terraformPlansTheExamplesOfThisMachine() throws Exception {
        assumeTrue(
                TerraformCli.command().isPresent(),
                "no terraform command is on the PATH; install one to run this test");
        var modules = new StringBuilder();
        for (var page :
                List.of(
                        "resources/control_plane",
                        "resources/control_plane_service",
                        "resources/autoscaling_policy",
                        "resources/join_token",
                        "resources/snapshot",
                        "resources/local_node",
                        "resources/local_node_pool",
                        "resources/node_pool",
                        "functions/user_data",
                        "functions/parse_kubeconfig")) {
            var name = page.replace('/', '_');
            var text = new HclText(REGISTRY, example(page)).withFunctions();
            Files.createDirectory(home.resolve(name));
            Files.writeString(home.resolve(name).resolve("main.tf"), PROVIDER + "\n" + text);
            modules.append(module(name, example(page).settings()));
        }
        Files.writeString(home.resolve("main.tf"), modules.toString());
        try (var plugin = Plugin.startOwn(() -> REGISTRY)) {
            var terraform = TerraformCli.attachedTo(home, "mooring.test/mooring/mooring", plugin);

            terraform.run("fmt", "-check", "-recursive", "-diff").mustEndWith(0);
            terraform.run("get").mustEndWith(0);
            assertThat(terraform.run("plan").mustEndWith(0).output()).contains("Plan: 18 to add");
        }
    }

    /// A module with a word for each setting that its example wants, as `terraform fmt` lays it
    /// out.
    private static String module(String name, List<String> settings) {
        var arguments = new LinkedHashMap<String, String>(Map.of("source", "./" + name));
        settings.forEach(setting -> arguments.put(Names.shown(setting), "a word for it"));
        int widest = arguments.keySet().stream().mapToInt(String::length).max().orElse(0);
        var text = new StringBuilder("module \"" + name + "\" {\n");
        arguments.forEach((key, value) ->
                text.append(
                        "  %s = \"%s\"\n"
                                .formatted(key + " ".repeat(widest - key.length()), value)));
        return text + "}\n";
    }

    private static final String PROVIDER =
            """
            terraform {
              required_providers {
                mooring = { source = "mooring.test/mooring/mooring" }
              }
            }
            """;

    private static List<PropertyFailure> problems(
            Example example, ObjectSchema schema, ObjectValue given) {
        var checked = SchemaCheck.check(schema, (ObjectValue) resolved(example, given));
        return checked.failures();
    }

    /// What a reference means is not known before it is made.
    private static Value resolved(Example example, Value value) {
        var reference = Example.reference(value);
        if (reference.isPresent()) {
            var output = reference.get().output();
            assertThat(
                            output.isEmpty()
                                    ? example.settings().contains(reference.get().name())
                                    : example.resource(reference.get().name())
                                            .filter(it -> hasOutput(it.type(), output.get()))
                                            .isPresent())
                    .as(reference.toString())
                    .isTrue();
            return Value.UNKNOWN;
        }
        return switch (value) {
            case ObjectValue object -> object.map(it -> resolved(example, it));
            case Value.ListValue(var items) ->
                    Value.list(items.stream().map(it -> resolved(example, it)).toList());
            case Value leaf -> leaf;
        };
    }

    private static boolean hasOutput(Token type, String name) {
        return Stream.concat(
                        REGISTRY.resource(type).stream().map(it -> it.type().outputs()),
                        REGISTRY.component(type).stream().map(it -> it.type().outputs()))
                .anyMatch(outputs -> outputs.property(name).isPresent());
    }

    private static ObjectSchema inputs(Token type) {
        return Stream.concat(
                        REGISTRY.resource(type).stream().map(it -> it.type().inputs()),
                        REGISTRY.component(type).stream().map(it -> it.type().inputs()))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectSchema function(Token name) {
        return REGISTRY.function(name).orElseThrow().type().inputs();
    }

    private static Example example(String page) {
        try {
            return Example.parse(Files.readString(DOCS.resolve("examples/" + page + ".yaml")));
        } catch (IOException missing) {
            throw new UncheckedIOException("an example for this page has to be written", missing);
        }
    }

    private static Map<String, String> committed() throws IOException {
        var texts = new TreeMap<String, String>();
        if (Files.exists(DOCS.resolve("index.md"))) {
            texts.put("index.md", Files.readString(DOCS.resolve("index.md")));
        }
        for (var part : GENERATED) {
            if (Files.isDirectory(DOCS.resolve(part))) {
                try (var files = Files.list(DOCS.resolve(part))) {
                    for (var file : files.toList()) {
                        texts.put(part + "/" + file.getFileName(), Files.readString(file));
                    }
                }
            }
        }
        return texts;
    }

    private static Path docs() {
        var directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("ARCHITECTURE.md"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs");
    }
}
