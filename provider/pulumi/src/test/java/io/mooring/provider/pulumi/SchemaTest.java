package io.mooring.provider.pulumi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.components.MooringRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.ObjectMapper;

/// What is generated from the registry and committed is in step with it. Run with
/// `-Dmooring.generate=true` to write it anew.
class SchemaTest {
    private static final boolean GENERATE = Boolean.getBoolean("mooring.generate");
    private static final String SCHEMA = PulumiSchema.json(MooringRegistry.create(Map.of()));
    private static final String SDK_SOURCES = "sdk/java/src/main/java";

    @TempDir Path home;

    @Test
    void theCommittedSchemaIsTheRegistrys() throws Exception {
        if (GENERATE) {
            Files.writeString(Repository.file("schema.json"), SCHEMA);
        }

        assertThat(Repository.file("schema.json")).content().isEqualTo(SCHEMA);
    }

    @Test
    void pulumiFindsNothingWrongWithTheSchema() throws Exception {
        var check = pulumi().run("schema", "check", schemaFile());

        assertThat(check.output()).doesNotContain("error", "warning");
        assertThat(check.exitCode()).isZero();
    }

    @Test
    void theRealPluginServesTheSchema() throws Exception {
        var launcher = home.resolve("pulumi-resource-mooring");
        PulumiCli.writeLauncher(launcher, Main.class);

        var served = pulumi().run("package", "get-schema", launcher.toString()).mustSucceed();

        var json = new ObjectMapper();
        var committed = json.readTree(SCHEMA);
        var told = json.readTree(served.output());
        assertThat(told.at("/version")).isEqualTo(committed.at("/version"));
        for (var part : new String[] {"/resources", "/functions", "/types"}) {
            assertThat(told.at(part).propertyNames())
                    .as(part)
                    .isEqualTo(committed.at(part).propertyNames());
        }
    }

    @Test
    void theCommittedJavaSdkIsGeneratedFromTheSchema() throws Exception {
        var pulumi = pulumi();
        assumeTrue(
                Files.isExecutable(
                        PulumiCli.binaries().orElseThrow().resolve("pulumi-language-java")),
                "pulumi-language-java is not built; run tools/build");
        pulumi.run("package", "gen-sdk", schemaFile(), "--language", "java", "--out", "sdk")
                .mustSucceed();

        var generated = JavaSdk.completed(Repository.texts(home.resolve("sdk/java/src/main/java")));
        if (GENERATE) {
            replace(Repository.file(SDK_SOURCES), generated);
        }
        assertThat(generated.get("io/mooring/pulumi/local/NodePoolArgs.java"))
                .contains("cluster(io.mooring.pulumi.VirtualCluster cluster)");
        assertThat(Repository.texts(Repository.file(SDK_SOURCES))).isEqualTo(generated);
    }

    private String schemaFile() throws IOException {
        return Files.writeString(home.resolve("schema.json"), SCHEMA).toString();
    }

    private PulumiCli pulumi() {
        var binaries = PulumiCli.binaries();
        assumeTrue(
                binaries.isPresent(),
                "the pulumi binary is not built; run tools/build or name its directory in MOORING_BIN_DIR");
        return new PulumiCli(binaries.get(), home);
    }

    private static void replace(Path directory, Map<String, String> texts) throws IOException {
        for (var stale : Repository.texts(directory).keySet()) {
            Files.delete(directory.resolve(stale));
        }
        for (var text : texts.entrySet()) {
            var file = directory.resolve(text.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, text.getValue());
        }
    }
}
