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

/// A whole control plane with shared nodes, of real processes, beside a real API server of a host.
final class SharedNodesStartTest {

    // an address that is no loopback one, which the API refuses as an endpoint
    private static final OwnNetwork NETWORK =
            new OwnNetwork(
                    "ip link set lo up && ip address add 192.0.2.1/32 dev lo",
                    List.of(
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx120m",
                            "-Dmooring.bin=" + RealControlPlane.binaries()),
                    Duration.ofSeconds(300));

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
                        "its own scheduler: true",
                        "class: true",
                        "pod: true",
                        "names: true",
                        "node: true",
                        "placed by the tenant: true",
                        "volume wanted on: machine",
                        "pod with a claim: true",
                        "top: 5m of web, 7m of machine",
                        "logs: moored",
                        "exec: 101 v4.channel.k8s.io there and back",
                        "statistics: [node, 7000000, web, c, 5000000]",
                        "metrics: 192.0.2.1 container_memory_working_set_bytes"
                                + "{container=\"c\",namespace=\"default\",pod=\"web\"} 104857600"
                                + " 1767225600000",
                        "pods: [db, web]",
                        "the copy outlives a stop: true");
        assertThat(seen).anyMatch(line -> line.startsWith("a stranger hears: "));
        for (String refused :
                List.of("refused", "without a role", "without a token", "by a token")) {
            assertThat(seen)
                    .anyMatch(line -> line.startsWith(refused + ": "))
                    .doesNotContain(refused + ": nothing");
        }
    }

    private List<String> rehearse() throws IOException, InterruptedException {
        Path config =
                Files.writeString(
                        directory.resolve("vcluster.yaml"),
                        """
                        networking: {serviceCIDR: 10.96.0.0/12}
                        sync: {fromHost: {nodes: {enabled: true}, ingressClasses: {enabled: true}}}
                        controlPlane: {advanced: {virtualScheduler: {enabled: true}}}
                        integrations: {metricsServer: {enabled: true}}
                        """);
        Path identity = Files.createDirectory(directory.resolve("identity"));
        return NETWORK.run(
                directory.resolve("output"),
                SharedNodesRehearsal.class,
                config,
                directory.resolve("data"),
                RealControlPlane.binaries(),
                identity);
    }
}
