package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.cli.testkit.RealServer;
import io.mooring.cli.testkit.TunnelBeside;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several tunnel servers of one cluster behind one address, counted by their leases.
final class TunnelLeasesTest {

    private static final String GONE =
            """
            {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
             "metadata": {"name": "konnectivity-proxy-server-gone", "namespace": "kube-system",
                          "labels": {"k8s-app": "konnectivity-server"}},
             "spec": {"holderIdentity": "gone", "leaseDurationSeconds": 30,
                      "renewTime": "2026-01-01T00:00:00.000000Z"}}
            """;

    @TempDir private Path directory = Path.of("");

    @Test
    void anAgentFindsAllServersThatHaveALeaseAndExpiredOnesAreRemoved() throws Exception {
        Path agent = RealServer.binaries().resolve("konnectivity-agent");
        Assumptions.assumeTrue(Files.isExecutable(agent), "no " + agent);
        Assumptions.assumeTrue(RealServer.obstacle().isEmpty(), RealServer.obstacle());
        try (var cluster = RealServer.launch(directory).awaitReady();
                var beside = new TunnelBeside(cluster, directory)) {
            Path gone = Files.writeString(directory.resolve("gone.json"), GONE);
            cluster.kubectl("create", "-f", gone.toString());
            cluster.kubectl("create", "serviceaccount", "-n", "kube-system", "counted");

            Path first = server(beside, 0);
            await("the removal of the expired lease")
                    .atMost(RealServer.LIMIT)
                    .until(() ->
                            beside.get("/metrics")
                                    .contains(
                                            "konnectivity_network_proxy_server_culled_leases_count"
                                                + " 1\n"));
            assertThat(leases(cluster)).containsExactly("konnectivity-proxy-server-number-0");
            Path second = server(beside, 1);
            awaitLine(first, "servers=2 by their leases, 1 before");
            awaitLine(second, "servers=2 by their leases, 1 before");

            int address = beside.relay(2);
            beside.agent("looking", token(cluster), "ipv4=10.76.0.2", address);
            for (int number = 0; number < 2; number++) {
                int one = number;
                await("the agent at server " + one)
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> beside.get(one, "/readyz").equals("ok"));
            }

            assertThat(beside.terminateFirst()).isZero();
            awaitLine(second, "servers=1 by their leases, 2 before");
            assertThat(leases(cluster)).containsExactly("konnectivity-proxy-server-number-1");
            assertThat(beside.get(1, "/readyz")).isEqualTo("ok");
        }
    }

    private static Path server(TunnelBeside beside, int number) throws Exception {
        return beside.server(
                number,
                "--mode=http-connect",
                "--agent-namespace=kube-system",
                "--agent-service-account=counted",
                "--authentication-audience=tunnel",
                "--enable-lease-controller",
                "--server-id=number-" + number);
    }

    private static void awaitLine(Path log, String line) {
        await(line + " in " + log)
                .atMost(Duration.ofMinutes(1))
                .until(() -> Files.readString(log).contains(line));
    }

    private static String token(RealServer cluster) {
        return cluster.kubectl(
                        "create", "token", "-n", "kube-system", "counted", "--audience=tunnel")
                .output()
                .strip();
    }

    private static String[] leases(RealServer cluster) {
        String names =
                cluster.kubectl(
                                "get",
                                "leases",
                                "-n",
                                "kube-system",
                                "-l",
                                "k8s-app=konnectivity-server",
                                "-o",
                                "jsonpath={.items[*].metadata.name}")
                        .output();
        return Pattern.compile(" ").split(names.strip());
    }
}
