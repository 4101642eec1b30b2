package io.mooring.provider.pulumi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The toy provider under the real engine: needs the `pulumi` binary and says so if it is not
/// there.
class EngineTest {
    @TempDir Path home;
    private Path notes;
    private PulumiCli pulumi;

    @BeforeEach
    void prepare() throws Exception {
        var binaries = PulumiCli.binaries();
        assumeTrue(
                binaries.isPresent(),
                "the pulumi binary is not built; run tools/build pulumi or name its directory in MOORING_BIN_DIR");
        notes = Files.createDirectory(home.resolve("notes"));
        Files.createDirectory(home.resolve("bin"));
        PulumiCli.writeLauncher(home.resolve("bin/pulumi-resource-toy"), Toy.class);
        pulumi = new PulumiCli(binaries.get(), home);
        program("resources: {}");
        pulumi.run("stack", "init", "dev").mustSucceed();
    }

    @Test
    void aNoteIsPreviewedMadeLeftAloneChangedReplacedAndRemoved() throws Exception {
        program(note("milk", "name: first"));

        var preview = run("preview").mustSucceed();
        assertThat(preview.output()).contains("toy:index:Note a create");
        assertThat(notes).isEmptyDirectory();

        run("up", "--yes", "--skip-preview").mustSucceed();
        assertThat(notes.resolve("first.note")).hasContent("milk");
        assertThat(pulumi.run("stack", "export").output())
                .as("secrets in state")
                .doesNotContain("key-of-first", "1234");

        run("up", "--yes", "--expect-no-changes").mustSucceed();

        program(note("eggs", "name: first"));
        var update = run("preview", "--diff").mustSucceed();
        assertThat(update.output()).contains("(update)", "text: \"milk\" => \"eggs\"");

        program(note("eggs", "name: second"));
        var replace = run("up", "--yes", "--diff").mustSucceed();
        assertThat(replace.output()).contains("(replace)", "name: \"first\" => \"second\"");
        assertThat(notes.resolve("second.note")).hasContent("eggs");
        assertThat(notes.resolve("first.note")).doesNotExist();

        run("destroy", "--yes", "--skip-preview").mustSucceed();
        assertThat(notes).isEmptyDirectory();
    }

    @Test
    void driftIsFoundAndRepaired() throws Exception {
        program(note("milk", "name: first"));
        run("up", "--yes", "--skip-preview").mustSucceed();
        Files.writeString(notes.resolve("first.note"), "wine");

        var refresh = run("refresh", "--yes", "--skip-preview", "--diff").mustSucceed();
        assertThat(refresh.output()).contains("text: \"milk\" => \"wine\"");
        run("up", "--yes", "--skip-preview").mustSucceed();
        assertThat(notes.resolve("first.note")).hasContent("milk");

        Files.delete(notes.resolve("first.note"));
        assertThat(run("refresh", "--yes", "--skip-preview").mustSucceed().output())
                .contains("1 deleted");
        run("up", "--yes", "--skip-preview").mustSucceed();
        assertThat(notes.resolve("first.note")).hasContent("milk");
    }

    @Test
    void aNoteThatExistsIsImportedById() throws Exception {
        var file = Files.writeString(notes.resolve("old.note"), "from before");

        run(
                        "import",
                        "toy:index:Note",
                        "old",
                        file.toString(),
                        "--yes",
                        "--protect=false",
                        "--generate-code=false")
                .mustSucceed();

        var imported = state("toy:index:Note").orElseThrow();
        assertThat(imported.at("/id").asString()).isEqualTo(file.toString());
        assertThat(imported.at("/inputs/text").asString()).isEqualTo("from before");
    }

    @Test
    void wrongInputsAreToldByPropertyUnderTheirResource() throws Exception {
        program(note("", "name: first"));

        var refused = run("preview");

        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.output())
                .contains(
                        "toy:index:Note resource 'a': property text value {} has a problem: must not be empty");
    }

    @Test
    void aComponentMakesItsChildrenWithSecretsAndDependencies() throws Exception {
        program(
                """
                resources:
                  two:
                    type: toy:index:Pair
                    properties: {directory: %s, text: hello}
                outputs:
                  first: ${two.first}
                  key: ${two.key}
                """
                        .formatted(notes));

        var preview = run("preview").mustSucceed();
        assertThat(preview.output()).contains("toy:index:Note two-answer-1 create");
        var up = run("up", "--yes", "--skip-preview").mustSucceed();

        assertThat(up.output()).contains("key  : [secret]").contains("5 created");
        assertThat(state("toy:index:Pair").orElseThrow().at("/outputs/first").asString())
                .startsWith(notes + "/two-first-");
        var answer = state("two-answer-0").orElseThrow();
        assertThat(answer.at("/parent").asString()).endsWith("toy:index:Pair::two");
        assertThat(answer.at("/propertyDependencies/pin/0").asString()).endsWith("::two-first");
        run("up", "--yes", "--expect-no-changes").mustSucceed();
        run("destroy", "--yes", "--skip-preview").mustSucceed();
        assertThat(notes).isEmptyDirectory();
    }

    @Test
    void anInterruptKeepsWhatWasMadeAndTheNextRunGoesOn() throws Exception {
        program(note("milk", "name: slow, waits: true"));
        var log = home.resolve("up.log");
        var up = pulumi.start(List.of("up", "--yes", "--skip-preview"), log);
        await().atMost(60, SECONDS).until(() -> Files.readString(log).contains("waiting for "));

        new ProcessBuilder("kill", "-INT", Long.toString(up.pid())).start().waitFor();

        assertThat(up.waitFor(60, SECONDS)).isTrue();
        var kept = state("toy:index:Note").orElseThrow();
        assertThat(kept.at("/id").asString()).isEqualTo(notes + "/slow.note");
        assertThat(kept.at("/initErrors/0").asString()).isEqualTo("not ready: stopped");
        assertThat(checkpoint().at("/pending_operations").size()).isZero();
        assertRepairedOnce("slow");
    }

    @Test
    void aTimeoutKeepsWhatWasMadeAndTheNextRunRepairsIt() throws Exception {
        program(
                note("milk", "name: slow, waits: true")
                        + "    options: {customTimeouts: {create: 1s}}\n");

        var failed = run("up", "--yes", "--skip-preview");

        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.output()).contains("not ready: too late");
        assertThat(state("toy:index:Note").orElseThrow().at("/initErrors").size()).isEqualTo(1);
        assertRepairedOnce("slow");
    }

    private void assertRepairedOnce(String name) throws Exception {
        Files.createFile(notes.resolve(name + ".ready"));
        run("up", "--yes", "--skip-preview").mustSucceed();
        assertThat(state("toy:index:Note").orElseThrow().at("/initErrors").size()).isZero();
        run("up", "--yes", "--expect-no-changes").mustSucceed();
    }

    /// The engine attaches itself to the toy in this process: to start another each time is slow,
    /// and tried by the tests that do.
    private PulumiCli.Run run(String... arguments) throws Exception {
        return pulumi.runAttached("toy", Toy::registry, arguments);
    }

    private String note(String text, String more) {
        return """
        resources:
          a:
            type: toy:index:Note
            properties: {directory: %s, text: "%s", pin: "1234", %s}
        """
                .formatted(notes, text, more);
    }

    private void program(String body) throws IOException {
        Files.writeString(
                home.resolve("Pulumi.yaml"),
                """
                name: shop
                runtime: yaml
                plugins:
                  providers:
                    - name: toy
                      path: ./bin
                """
                        + body);
    }

    /// What the backend keeps of the stack.
    private JsonNode checkpoint() {
        var file = home.resolve(".pulumi/stacks/shop/dev.json");
        return new ObjectMapper().readTree(file.toFile()).at("/checkpoint/latest");
    }

    /// The resource whose URN has that type or ends with that name.
    private Optional<JsonNode> state(String typeOrName) {
        for (var resource : checkpoint().at("/resources")) {
            if (resource.at("/type").asString().equals(typeOrName)
                    || resource.at("/urn").asString().endsWith("::" + typeOrName)) {
                return Optional.of(resource);
            }
        }
        return Optional.empty();
    }
}
