package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.cli.testkit.Finished;
import io.mooring.cli.testkit.TunnelServerProcess;
import io.mooring.tunnel.testkit.ConnectClient;
import io.mooring.tunnel.testkit.RealAgent;
import io.mooring.tunnel.testkit.RealTunnelServer;
import io.mooring.tunnel.testkit.Target;
import io.mooring.tunnel.testkit.TestCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `mooring tunnel-server` in the place of upstream's binary.
final class TunnelServerTest {

    @TempDir private Path directory = Path.of("");

    @Test
    void everyFlagOfUpstreamsServerIsKnown() {
        assumeTrue(RealTunnelServer.binary().isPresent(), "tools/build has not built it");
        String help =
                Finished.of(List.of(RealTunnelServer.binary().orElseThrow().toString(), "--help"))
                        .output();
        var flags = Pattern.compile("^ +(?:-\\w, )?(--[a-z-]+)", Pattern.MULTILINE).matcher(help);
        var options = TunnelServerCommand.line().getCommandSpec().optionsMap();

        assertThat(flags.results().map(found -> found.group(1)).toList())
                .hasSizeGreaterThan(40)
                .allSatisfy(flag -> assertThat(options).containsKey(flag));
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        var err = new StringWriter();
        CommandLine line =
                Main.commandLine("tunnel-server")
                        .setErr(new PrintWriter(err, true))
                        .setOut(new PrintWriter(new StringWriter(), true));

        int code =
                line.execute(
                        "tunnel-server",
                        "--mode=gprc",
                        "--uds-name=" + directory.resolve("t.sock"),
                        "--server-port=8090",
                        "--agent-port=65000",
                        "--agent-namespace=kube-system",
                        "--cluster-ca-cert=ca.crt",
                        "--proxy-strategies=destHost,random",
                        "--server-count=0");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        """
                        mooring tunnel-server: --server-count: 0 is less than one
                        --agent-namespace, --agent-service-account, --authentication-audience: tokens need all three
                        --cluster-ca-cert: agents show certificates or tokens, not both; leave it out where --agent-service-account is given
                        --kubeconfig: tokens and leases need an API server
                        --proxy-strategies: unknown proxy strategy "random": use default, destHost or defaultRoute
                        --mode: 'gprc' is not grpc, http-connect or any
                        --server-port: give 0, not 8090, together with --uds-name
                        --cluster-cert, --cluster-key: both are needed
                        --agent-port: 65000 is not from 1024 to 49151
                        """);
    }

    @Test
    void durationsAreReadAsGoWritesThem() {
        var durations = new GoDuration();

        assertThat(durations.convert("1h0m0s")).isEqualTo(Duration.ofHours(1));
        assertThat(durations.convert("1.5h")).isEqualTo(Duration.ofMinutes(90));
        assertThat(durations.convert("1ns")).isEqualTo(Duration.ofNanos(1));
        assertThat(durations.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThatThrownBy(() -> durations.convert("5 minutes")).hasMessageContaining("1m30s");
        assertThatThrownBy(() -> durations.convert("9999999h"))
                .hasMessageContaining("longer than a duration of Go can be");
    }

    @Test
    void upstreamsAgentAndCommandLineWorkUnchanged() throws Exception {
        assumeTrue(RealAgent.binary().isPresent(), "tools/build has not built the agent");
        var certificates = TestCertificates.in(directory.resolve("pki"));
        Path socket = directory.resolve("konnectivity.sock");
        Files.writeString(socket, "stale");

        try (var server = TunnelServerProcess.start(directory, flags(certificates, socket))) {
            assertThat(server.get("/readyz")).isEqualTo("500 no connection to any proxy agent");
            try (var _ = agent(certificates, server);
                    var target = Target.echo()) {
                await("ready").until(() -> server.get("/readyz").equals("200 ok"));
                try (var front = ConnectClient.connect(socket, target.address())) {
                    assertThat(front.echo("through it")).isEqualTo("through it");
                    assertThat(server.get("/metrics"))
                            .contains(
                                    "konnectivity_network_proxy_server_ready_backend_connections"
                                            + " 1\n",
                                    "konnectivity_network_proxy_server_ready_backends{proxy_strategy=\"default\"}"
                                            + " 1\n",
                                    "konnectivity_network_proxy_server_http_connections 1\n",
                                    "konnectivity_network_proxy_server_established_connections 1\n",
                                    "konnectivity_network_proxy_server_pending_backend_dials 0\n",
                                    "konnectivity_network_proxy_server_dial_duration_seconds_count"
                                            + " 1\n",
                                    "konnectivity_network_proxy_server_grpc_connections{service_method=\"Connect\"}"
                                            + " 1\n",
                                    "konnectivity_network_proxy_server_frontend_write_duration_seconds_bucket{le=\"12.5\"}"
                                            + " 1\n",
                                    "konnectivity_network_proxy_server_frontend_write_duration_seconds_count"
                                            + " 1\n",
                                    "konnectivity_network_proxy_server_culled_leases_count 0\n");
                }
            }
            assertThat(server.log())
                    .contains("--xfr-channel-size is accepted without effect: queues are bounded")
                    .doesNotContain("Exception");
            assertThat(server.terminate()).isZero();
            assertThat(socket).doesNotExist();
        }
    }

    private static List<String> flags(TestCertificates certificates, Path socket) {
        var files = certificates.mutual();
        return new ArrayList<>(
                List.of(
                        "-v=4",
                        "--logtostderr=true",
                        "--mode=http-connect",
                        "--uds-name=" + socket,
                        "--delete-existing-uds-file",
                        "--server-port=0",
                        "--server-ca-cert=",
                        "--server-cert=",
                        "--server-key=",
                        "--cluster-ca-cert=" + certificates.ca(),
                        "--cluster-cert=" + files.certificate(),
                        "--cluster-key=" + files.key(),
                        "--server-count=1",
                        "--server-id=one",
                        "--keepalive-time=1h0m0s",
                        "--frontend-keepalive-time=1h0m0s",
                        "--xfr-channel-size=150",
                        "--cipher-suites=[]",
                        "--proxy-strategies=default",
                        "--enable-profiling=false",
                        "--kubeconfig=",
                        "--kubeconfig-qps=75",
                        "--kube-api-content-type=application/vnd.kubernetes.protobuf"));
    }

    private RealAgent agent(TestCertificates certificates, TunnelServerProcess server)
            throws IOException {
        return RealAgent.start(
                directory,
                certificates,
                new InetSocketAddress("127.0.0.1", server.agentPort()),
                "node-1",
                "--agent-cert=" + certificates.clientCertificate(),
                "--agent-key=" + certificates.clientKey());
    }
}
