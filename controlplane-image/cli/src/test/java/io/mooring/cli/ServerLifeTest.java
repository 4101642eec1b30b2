package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.cli.testkit.RealServer;
import io.mooring.cli.testkit.RealServer.Finished;
import io.mooring.cli.testkit.TunnelBeside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole server with the real upstream programs, as a user starts it.
final class ServerLifeTest {

    @TempDir private static Path directory = Path.of("");
    private static Optional<RealServer> running = Optional.empty();

    @BeforeAll
    static void start() throws IOException {
        String obstacle = RealServer.obstacle();
        Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
        RealServer launched = RealServer.launch(directory);
        running = Optional.of(launched);
        launched.awaitReady();
    }

    @AfterAll
    static void end() {
        running.ifPresent(RealServer::close);
    }

    @Test
    void everyCheckIsListedOnceItIsReady() {
        assertThat(server().health("/readyz"))
                .contains(
                        "[+]kine-process ok\n",
                        "[+]kube-apiserver-process ok\n",
                        "[+]kube-controller-manager-process ok\n",
                        "[+]kube-scheduler-process ok\n",
                        "[+]kube-apiserver ok\n",
                        "[+]start ok\n");
        assertThat(server().health("/metrics")).contains("mooring_child_up{child=\"kine\"} 1\n");
    }

    @Test
    void kubectlWorksThroughTheExposedPort() {
        Finished namespaces = server().kubectl("get", "namespaces", "-o", "name");

        assertThat(namespaces.output()).contains("namespace/default\n", "namespace/kube-system\n");
        assertThat(namespaces.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kine", "kube-apiserver", "kube-controller-manager", "kube-scheduler"})
    void aChildThatIsKilledIsStartedAgainAndTheClusterWorks(String name) {
        ProcessHandle killed = server().child(name);

        killed.destroyForcibly();

        await(name)
                .atMost(RealServer.LIMIT)
                .until(() ->
                        !server().health("/readyz").startsWith("HTTP/1.1 200")
                                || fresh(name, killed));
        server().awaitReady();
        assertThat(server().child(name).pid()).isNotEqualTo(killed.pid());
        Finished made = server().kubectl("create", "configmap", "after-" + name);
        assertThat(made.output()).isEqualTo("configmap/after-" + name + " created\n");
    }

    @Test
    void aSecondServerOnTheSameDataIsRefusedAndToldWhoHoldsIt() {
        Finished second =
                Finished.of(
                        RealServer.mooring(
                                "server",
                                "--config",
                                directory.resolve("vcluster.yaml").toString(),
                                "--data-dir",
                                server().dataDir().toString(),
                                "--bin-dir",
                                RealServer.binaries().toString()));

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output())
                .endsWith(
                        "mooring server: opening the data directory %s: another server (pid %d) holds it; stop that one first\n"
                                .formatted(server().dataDir(), server().pid()));
    }

    @Test
    void aTunnelServerOfItsOwnHoldsAgentsToTheNodeOfTheirTokenAndKeepsALease(@TempDir Path own)
            throws Exception {
        Path agentBinary = RealServer.binaries().resolve("konnectivity-agent");
        Assumptions.assumeTrue(Files.isExecutable(agentBinary), "no " + agentBinary);
        Path node =
                Files.writeString(
                        own.resolve("node.json"),
                        """
                        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "bound"},
                         "status": {"addresses": [{"type": "InternalIP", "address": "10.76.0.2"}]}}
                        """);
        server().kubectl("create", "-f", node.toString());
        server().kubectl("create", "serviceaccount", "-n", "kube-system", "tunnel-agent");
        String token = token("--bound-object-kind=Node", "--bound-object-name=bound");

        try (var beside = new TunnelBeside(server(), own)) {
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

            await("lease")
                    .until(() ->
                            leases().equals(
                                            "lease.coordination.k8s.io/konnectivity-proxy-server-alone\n"));
            assertThat(beside.terminateFirst()).isZero();
            assertThat(leases()).isEmpty();
        }
    }

    private static String token(String... bound) {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "create",
                                "token",
                                "-n",
                                "kube-system",
                                "tunnel-agent",
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
                        "-o",
                        "name",
                        "-l",
                        "k8s-app=konnectivity-server")
                .output();
    }

    private static boolean fresh(String name, ProcessHandle old) {
        return server().children().stream()
                .filter(child -> child.info().command().orElse("").endsWith("/" + name))
                .anyMatch(child -> child.pid() != old.pid());
    }

    private static RealServer server() {
        return running.orElseThrow();
    }
}
