package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates that end soon are renewed under a running control plane of real processes.
final class CertificateRotationTest {

    private static final String IN_NAMESPACE = "ip link set lo up && exec \"$0\" \"$@\"";
    private static final Path BINARIES =
            Path.of(
                    System.getProperty(
                            "mooring.bin",
                            System.getProperty("user.home") + "/.cache/mooring/bin"));

    @TempDir Path directory;

    @Test
    void everythingUsesTheNewCertificatesAndTheApiIsReadyAgain() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs a network namespace");
        assumeTrue(
                Files.isExecutable(BINARIES.resolve("kube-apiserver")),
                "no kube-apiserver in " + BINARIES + "; run tools/build");

        List<String> seen = rehearse();

        assertThat(seen)
                .contains(
                        "young certificates kept: true",
                        "API's renewed: true",
                        "join endpoint's renewed: true",
                        "ready again: true");
    }

    private List<String> rehearse() throws IOException, InterruptedException {
        Path config =
                Files.writeString(
                        directory.resolve("vcluster.yaml"),
                        "privateNodes: {enabled: true}\ncontrolPlane: {endpoint: 127.0.0.1:8443}\n");
        Path output = directory.resolve("output");
        Process process =
                new ProcessBuilder(
                                "unshare",
                                "--net",
                                "sh",
                                "-c",
                                IN_NAMESPACE,
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-Xmx80m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                RotationRehearsal.class.getName(),
                                config.toString(),
                                directory.resolve("data").toString(),
                                BINARIES.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).as("ends, see " + output).isTrue();
            return Files.readAllLines(output);
        } finally {
            process.destroy();
            process.waitFor(30, TimeUnit.SECONDS);
            process.destroyForcibly();
        }
    }
}
