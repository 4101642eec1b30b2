package io.mooring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.cli.testkit.TunnelServerProcess;
import io.mooring.tunnel.testkit.ConnectClient;
import io.mooring.tunnel.testkit.ProxyClient;
import io.mooring.tunnel.testkit.ProxyClient.Event;
import io.mooring.tunnel.testkit.RealAgent;
import io.mooring.tunnel.testkit.Target;
import io.mooring.tunnel.testkit.TestCertificates;
import io.mooring.tunnel.wire.Packet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM at `mooring tunnel-server` while connections are open.
@Timeout(90)
final class TunnelShutdownTest {

    @TempDir private Path directory = Path.of("");
    private TestCertificates certificates = new TestCertificates(directory);
    private Path socket = directory;

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(RealAgent.binary().isPresent(), "tools/build has not built the agent");
        certificates = TestCertificates.in(directory.resolve("pki"));
        socket = directory.resolve("front.sock");
    }

    @Test
    void openConnectionsGoOnUntilTheyEndAndNewOnesAreNotTaken() throws Exception {
        try (var server = server("--graceful-shutdown-timeout=1m");
                var _ = agent(server);
                var target = Target.echo();
                var overGrpc = new ProxyClient(socket);
                var front = ConnectClient.connect(socket, target.address())) {
            var stream = overGrpc.open();
            long id = stream.dial(target.address(), 7).connectId();

            server.askToEnd();

            await("new ones refused")
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> ConnectClient.dialling(socket, "x:1").close())
                                    .isInstanceOf(IOException.class));
            assertThat(front.echo("still here")).isEqualTo("still here");
            stream.send(id, "here too");
            assertThat(stream.next()).isEqualTo(new Event.Bytes(id, "here too"));
            assertThat(server.ended()).isFalse();

            front.close();
            await("the one that goes on")
                    .until(() ->
                            server.get("/metrics").contains("server_established_connections 1\n"));
            assertThat(server.ended()).isFalse();
            stream.send(new Packet.CloseRequest(id));
            assertThat(stream.next())
                    .isEqualTo(new Event.Received(new Packet.CloseResponse("", id)));
            assertThat(server.exitCode()).isZero();
            assertThat(socket).doesNotExist();
        }
    }

    @Test
    void whatATargetHasSentBeforeItsEndStillReachesASlowReader() throws Exception {
        var bytes = 1 << 20;
        try (var server = server("--graceful-shutdown-timeout=1m");
                var _ = agent(server);
                var target = Target.floodOnceAsked(bytes);
                var front = ConnectClient.connect(socket, target.address())) {
            front.write(new byte[1]);
            await("the target's end")
                    .until(() ->
                            server.get("/metrics").contains("server_established_connections 0\n"));

            server.askToEnd();
            await("the end of the listener")
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> ConnectClient.dialling(socket, "x:1").close())
                                    .isInstanceOf(IOException.class));

            assertThat(front.read(bytes)).hasSize(bytes);
            assertThat(front.ended()).isTrue();
            assertThat(server.exitCode()).isZero();
        }
    }

    @Test
    void connectionsThatDoNotEndAreEndedAtTheTimeout() throws Exception {
        try (var server = server("--graceful-shutdown-timeout=1s");
                var _ = agent(server);
                var target = Target.echo();
                var front = ConnectClient.connect(socket, target.address())) {
            assertThat(front.echo("x")).isEqualTo("x");

            assertThat(server.terminate()).isZero();

            assertThat(front.ended()).isTrue();
            await("the target's end").until(() -> target.openConnections() == 0);
        }
    }

    private TunnelServerProcess server(String more) throws IOException {
        var files = certificates.mutual();
        return TunnelServerProcess.start(
                directory,
                List.of(
                        "--mode=any",
                        "--uds-name=" + socket,
                        "--server-port=0",
                        "--cluster-ca-cert=" + certificates.ca(),
                        "--cluster-cert=" + files.certificate(),
                        "--cluster-key=" + files.key(),
                        more));
    }

    private RealAgent agent(TunnelServerProcess server) throws IOException {
        var agent =
                RealAgent.start(
                        directory,
                        certificates,
                        new InetSocketAddress("127.0.0.1", server.agentPort()),
                        "node-1",
                        "--agent-cert=" + certificates.clientCertificate(),
                        "--agent-key=" + certificates.clientKey());
        await("ready").until(() -> server.get("/readyz").equals("200 ok"));
        return agent;
    }
}
