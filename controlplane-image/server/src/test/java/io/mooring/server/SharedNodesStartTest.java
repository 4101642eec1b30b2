package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.bootstrap.testkit.RealControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole control plane with shared nodes, of real processes, beside a real API server of a host.
final class SharedNodesStartTest {

    private static final String IN_NAMESPACE =
            "ip link set lo up && ip address add 192.0.2.1/32 dev lo && exec \"$0\" \"$@\"";

    @TempDir Path directory;

    @Test
    void aPodOfItsTenantRunsOnTheHostByTheRightsThatAPodOfTheHostHas() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs a network namespace");
        assumeTrue(RealControlPlane.available(), "no upstream binaries; run tools/build");

        List<String> seen = rehearse();

        assertThat(seen)
                .contains(
                        "range: 10.96.0.0/12",
                        "syncs: true",
                        "no scheduler: true",
                        "pod: true",
                        "node: true",
                        "the copy outlives a stop: true");
    }

    private List<String> rehearse() throws IOException, InterruptedException {
        Path config =
                Files.writeString(
                        directory.resolve("vcluster.yaml"),
                        "networking: {serviceCIDR: 10.96.0.0/12}\n");
        Path identity = Files.createDirectory(directory.resolve("identity"));
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
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx120m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dmooring.bin=" + RealControlPlane.binaries(),
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                SharedNodesRehearsal.class.getName(),
                                config.toString(),
                                directory.resolve("data").toString(),
                                RealControlPlane.binaries().toString(),
                                identity.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            boolean over = process.waitFor(300, TimeUnit.SECONDS);
            List<String> lines = Files.readAllLines(output);
            assertThat(over).as("ends, having said " + lines).isTrue();
            return lines;
        } finally {
            process.destroy();
        }
    }
}
