package io.mooring.acceptance.server;

import static io.mooring.acceptance.server.ServerLifeTest.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `mooring tunnel-server` beside the server of [ServerLifeTest]: alone, and several behind one
/// address, counted by their leases.
abstract class TunnelsBeside {

    private static final String GONE =
            """
            {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
             "metadata": {"name": "konnectivity-proxy-server-gone", "namespace": "kube-system",
                          "labels": {"k8s-app": "konnectivity-server"}},
             "spec": {"holderIdentity": "gone", "leaseDurationSeconds": 30,
                      "renewTime": "2026-01-01T00:00:00.000000Z"}}
            """;

    @TempDir private Path directory = Path.of("");

    @AfterEach
    void removeLeases() {
        server().kubectl(
                        "delete",
                        "leases",
                        "-n",
                        "kube-system",
                        "-l",
                        "k8s-app=konnectivity-server");
    }

    @Test
    void aTunnelServerOfItsOwnHoldsAgentsToTheNodeOfTheirTokenAndKeepsALease() throws Exception {
        Path node =
                Files.writeString(
                        directory.resolve("node.json"),
                        """
                        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "bound"},
                         "status": {"addresses": [{"type": "InternalIP", "address": "10.76.0.2"}]}}
                        """);
        server().kubectl("create", "-f", node.toString());
        server().kubectl("create", "serviceaccount", "-n", "kube-system", "tunnel-agent");
        String token =
                token("tunnel-agent", "--bound-object-kind=Node", "--bound-object-name=bound");

        try (var beside = new TunnelBeside(server(), directory)) {
            Path log =
                    beside.server(
                            "--mode=http-connect",
                            "--proxy-strategies=destHost",
                            "--agent-namespace=kube-system",
                            "--agent-service-account=tunnel-agent",
                            "--authentication-audience=tunnel",
                            "--enable-lease-controller",
                            "--server-id=alone");
            await(log.toString()).until(() -> beside.get("/healthz").equals("ok"));
            Path liar = beside.agent("liar", token, "ipv4=10.99.0.9");
            await("refused").until(() -> Files.readString(log).contains("agent=liar refused: "));
            assertThat(Files.readString(log))
                    .contains("\"10.99.0.9\" is not a name or address of node \"bound\"");
            assertThat(Files.readString(liar)).doesNotContain("panic");
            assertThat(beside.get("/readyz")).isEqualTo("no connection to any proxy agent");

            beside.agent("honest", token, "ipv4=10.76.0.2");
            await("ready").until(() -> beside.get("/readyz").equals("ok"));

            await("lease").until(() -> leases().equals("konnectivity-proxy-server-alone"));
            assertThat(beside.terminateFirst()).isZero();
            assertThat(leases()).isEmpty();
        }
    }

    @Test
    void anAgentFindsAllServersThatHaveALeaseAndExpiredOnesAreRemoved() throws Exception {
        try (var beside = new TunnelBeside(server(), directory)) {
            Path gone = Files.writeString(directory.resolve("gone.json"), GONE);
            server().kubectl("create", "-f", gone.toString());
            server().kubectl("create", "serviceaccount", "-n", "kube-system", "counted");

            Path first = counted(beside, 0);
            await("the removal of the expired lease")
                    .until(() ->
                            beside.get("/metrics")
                                    .contains(
                                            "konnectivity_network_proxy_server_culled_leases_count"
                                                    + " 1\n"));
            assertThat(beside.get("/metrics"))
                    .contains(
                            "konnectivity_network_proxy_server_lease_delete_total{http_status_code=\"200\",reason=\"\"}"
                                    + " 1\n",
                            "konnectivity_network_proxy_server_lease_delete_latency_seconds_count{http_status_code=\"200\"}"
                                    + " 1\n",
                            "konnectivity_network_proxy_server_lease_list_total{http_status_code=\"200\",reason=\"\"}");
            assertThat(leases()).isEqualTo("konnectivity-proxy-server-number-0");
            Path second = counted(beside, 1);
            awaitLine(first, "servers=2 by their leases, 1 before");
            awaitLine(second, "servers=2 by their leases, 1 before");

            int address = beside.relay(2);
            beside.agent("looking", token("counted"), "ipv4=10.76.0.2", address);
            for (int number = 0; number < 2; number++) {
                int one = number;
                await("the agent at server " + one)
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> beside.get(one, "/readyz").equals("ok"));
            }

            assertThat(beside.terminateFirst()).isZero();
            awaitLine(second, "servers=1 by their leases, 2 before");
            assertThat(leases()).isEqualTo("konnectivity-proxy-server-number-1");
            assertThat(beside.get(1, "/readyz")).isEqualTo("ok");
        }
    }

    private static Path counted(TunnelBeside beside, int number) throws Exception {
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

    private static String token(String account, String... bound) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "create",
                                "token",
                                "-n",
                                "kube-system",
                                account,
                                "--audience=tunnel"));
        arguments.addAll(List.of(bound));
        return server().kubectl(arguments.toArray(String[]::new)).output().strip();
    }

    private static String leases() {
        return server().kubectl(
                        "get",
                        "leases",
                        "-n",
                        "kube-system",
                        "-l",
                        "k8s-app=konnectivity-server",
                        "-o",
                        "jsonpath={.items[*].metadata.name}")
                .output()
                .strip();
    }
}
