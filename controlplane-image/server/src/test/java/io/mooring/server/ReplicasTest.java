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

/// Three whole replicas of real processes, under a constant load of writes: one is killed, and
/// comes back without its volume, with the next minor version of Kubernetes; the others follow, one
/// after the other. `tools/replicas` runs it alone and shows what it sees.
final class ReplicasTest {

    private static final OwnNetwork NETWORK =
            new OwnNetwork(
                    "ip link set lo up && ip link add br0 type bridge && ip address add "
                            + ReplicasRehearsal.HOST
                            + "/24 dev br0 && ip link set br0 up",
                    List.of("-XX:TieredStopAtLevel=1", "-Xmx100m"),
                    Duration.ofMinutes(9));

    @TempDir private Path directory;

    @Test
    void anyOneMayGoAndLoseItsVolumeAndNoAcknowledgedWriteIsLost()
            throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs a network namespace");
        assumeTrue(
                Files.isExecutable(RealControlPlane.binaries().resolve("etcd"))
                        && Files.isDirectory(RealControlPlane.binaries().resolve("kubernetes")),
                "no upstream binaries; run make upstream");

        List<String> seen =
                NETWORK.run(
                        directory.resolve("output"),
                        ReplicasRehearsal.class,
                        Files.createDirectory(directory.resolve("r")),
                        RealControlPlane.binaries());

        seen.forEach(line -> System.out.println("replicas: " + line));
        assertThat(seen)
                .containsSubsequence(
                        "three are ready",
                        "all began with the snapshot: true",
                        "all began with the snapshot: true",
                        "all began with the snapshot: true",
                        "leaders: 1",
                        "nodes may count servers",
                        "an agent has found all three",
                        "a snapshot of them is a cluster again: true",
                        "writes go on without the leader: true",
                        "another leads: true",
                        "one that lost its volume is ready again, upgraded: true",
                        "the agent has found it",
                        "writes go on by it: true",
                        "upgraded: true",
                        "all read back: true",
                        "upgraded: true",
                        "all read back: true",
                        "upgraded: true",
                        "all read back: true",
                        "the leader makes snapshots: true");
    }
}
