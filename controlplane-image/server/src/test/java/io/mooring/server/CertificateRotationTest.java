package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.bootstrap.testkit.RealControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates that end soon are renewed under a running control plane of real processes.
final class CertificateRotationTest {

    private static final OwnNetwork NETWORK =
            new OwnNetwork("ip link set lo up", List.of("-Xmx80m"), Duration.ofSeconds(240));
    private static final Path BINARIES = RealControlPlane.binaries();

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
        return NETWORK.run(
                directory.resolve("output"),
                RotationRehearsal.class,
                config,
                directory.resolve("data"),
                BINARIES);
    }
}
