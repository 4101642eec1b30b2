package io.mooring.acceptance;

import static io.mooring.acceptance.ClusterTunnelTest.CLUSTER;
import static io.mooring.acceptance.ClusterTunnelTest.directory;
import static io.mooring.acceptance.ClusterTunnelTest.kubectl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.acceptance.TunnelCell.Leg;
import io.mooring.acceptance.TunnelCell.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// {our tunnel server, upstream's} behind a real kube-apiserver of each egress selection that it
/// knows, upstream's agent on a real node: all that kube-apiserver sends to a node arrives, and
/// nothing but the tunnel leads there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TunnelMatrix {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PORT = 6450;

    private TunnelTargets targets;
    private Path token;
    private Optional<ExtraApiServer> api = Optional.empty();
    private Optional<Leg> legOfApi = Optional.empty();

    @BeforeAll
    void makeTargets() throws Exception {
        targets = TunnelTargets.on(CLUSTER, kubectl, directory);
        token = TunnelCell.token(kubectl, directory);
    }

    @AfterAll
    void endWhatStillRuns() {
        api.ifPresent(ExtraApiServer::close);
        if (targets != null) {
            targets.close();
        }
    }

    /// The servers of one leg one after the other, so that one kube-apiserver does for both.
    static Stream<Arguments> cells() {
        return Arrays.stream(Leg.values())
                .flatMap(leg -> Arrays.stream(Server.values()).map(s -> Arguments.of(leg, s)));
    }

    @ParameterizedTest(name = "kube-apiserver by {0} to the server of {1}")
    @MethodSource("cells")
    void everythingThatKubeApiserverSendsToANodeArrives(Leg leg, Server server) throws Exception {
        CLUSTER.assertNoRouteTo(targets.nodeAddress());
        Kubectl kubectl = apiServer(leg).kubectl();
        try (var cell = TunnelCell.start(CLUSTER, directory, server, leg, targets.node(), token)) {
            logs(kubectl);
            exec(kubectl);
            attach(kubectl);
            portForward(kubectl);
            podProxy(kubectl);
            webhook(kubectl);
            aggregatedApi(kubectl);

            assertThat(dials(cell)).isGreaterThan(3);
        }
        assertThat(kubectl.runWithin(Duration.ofSeconds(5), "logs", "targets", "-c", "web"))
                .extracting(Command.Result::exitCode)
                .as("without the tunnel there is no way to the kubelet")
                .isNotEqualTo(0);
    }

    /// The cell that does not exist: why docs/tunnel.md leaves it empty.
    @Test
    void kubeApiserverKnowsNoGrpcOverTcp() throws IOException {
        String connection =
                """
                proxyProtocol: GRPC
                transport:
                  tcp:
                    url: https://127.0.0.1:8131
                """;

        try (var refused = ExtraApiServer.launch(CLUSTER, directory, PORT + 9, connection)) {
            assertThat(refused.awaitEnd()).contains("UDS must be set with GRPC");
        }
    }

    private ExtraApiServer apiServer(Leg leg) throws IOException {
        if (!legOfApi.equals(Optional.of(leg))) {
            api.ifPresent(ExtraApiServer::close);
            String connection = leg.connection(CLUSTER, directory);
            api =
                    Optional.of(
                            ExtraApiServer.launch(
                                    CLUSTER, directory, PORT + leg.ordinal(), connection));
            legOfApi = Optional.of(leg);
        }
        return api.orElseThrow().awaitReady();
    }

    private static void logs(Kubectl kubectl) {
        assertThat(kubectl.get("logs", "targets", "-c", "web")).isEqualTo("serving on 8080");
    }

    private static void exec(Kubectl kubectl) throws Exception {
        Process exec = kubectl.startInteractive("exec", "-i", "targets", "-c", "web", "--", "cat");
        var text = "0123456789abcdef".repeat(1 << 14);
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            try (var out = exec.getOutputStream()) {
                                out.write(text.getBytes(StandardCharsets.US_ASCII));
                            } catch (IOException _) {
                                exec.destroy();
                            }
                        });
        try {
            byte[] back = exec.getInputStream().readNBytes(text.length());
            assertThat(new String(back, StandardCharsets.US_ASCII)).isEqualTo(text);
            writer.join();
        } finally {
            exec.destroyForcibly();
        }
    }

    private static void attach(Kubectl kubectl) throws IOException {
        Process attach = kubectl.startInteractive("attach", "-i", "targets", "-c", "echo");
        try {
            attach.outputWriter().append("hello by attach\n").flush();
            assertThat(attach.inputReader().readLine()).isEqualTo("hello by attach");
        } finally {
            attach.destroyForcibly();
        }
    }

    private static void portForward(Kubectl kubectl) throws IOException {
        Process forward =
                kubectl.startInteractive(
                        "port-forward", "--address=127.0.0.1", "targets", "0:8080");
        try {
            String line = forward.inputReader().readLine();
            var port = Pattern.compile("127\\.0\\.0\\.1:(\\d+)").matcher(line);
            assertThat(port.find()).as(line).isTrue();
            var url = "http://127.0.0.1:" + port.group(1) + "/";
            Command.Result page =
                    Command.in(directory)
                            .run(
                                    CLUSTER.besideControlPlane(
                                            List.of("curl", "-s", "--max-time", "20", url)));
            assertThat(page.succeeded()).isEqualTo("hello from targets");
        } finally {
            forward.destroyForcibly();
        }
    }

    private static void podProxy(Kubectl kubectl) {
        var path = "/api/v1/namespaces/default/pods/targets:8080/proxy/";
        assertThat(kubectl.get("get", "--raw", path)).isEqualTo("hello from targets");
    }

    private static void webhook(Kubectl kubectl) throws IOException {
        Path object =
                Files.writeString(
                        directory.resolve("asked.yaml"),
                        """
                        {apiVersion: v1, kind: ConfigMap, metadata: {name: asked, labels: {ask: webhook}}}
                        """);
        Command.Result created = kubectl.run("create", "-f", object.toString());
        assertThat(created.exitCode()).isNotZero();
        assertThat(created.output()).contains("the webhook of the node was asked");
    }

    /// Every kube-apiserver looks for itself whether an API is available, and tries again.
    private static void aggregatedApi(Kubectl kubectl) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(
                                        kubectl.run(
                                                        "get",
                                                        "--raw",
                                                        "/apis/" + TunnelTargets.GROUP + "/v1/page")
                                                .output())
                                .isEqualTo("{\"kind\":\"Page\",\"from\":\"the node\"}"));
    }

    private static int dials(TunnelCell cell) {
        var count =
                Pattern.compile(
                                "^konnectivity_network_proxy_server_dial_duration_seconds_count"
                                        + " (\\d+)",
                                Pattern.MULTILINE)
                        .matcher(cell.page("/metrics"));
        return count.find() ? Integer.parseInt(count.group(1)) : 0;
    }
}
