package io.mooring.tunnel.testkit;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Leads a tunnel server through an ordinary day, so that the JVM can record what it loads and
/// which of it is hot: `tools/package` makes the AOT cache from it.
///
/// Arguments: a directory for files, then the command line of `mooring tunnel-server`.
public final class Rehearsal {
    private static final int CONNECTIONS = 400;
    private static final int BYTES = 64 << 20;

    private Rehearsal() {}

    public static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[0]);
        var certificates = TestCertificates.in(directory.resolve("pki"));
        var socket = directory.resolve("front.sock");
        var agents = new InetSocketAddress("127.0.0.1", RealTunnelServer.port());
        var command = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
        var files = certificates.mutual();
        command.addAll(
                List.of(
                        "--v=0",
                        "--mode=any",
                        "--server-port=0",
                        "--uds-name=" + socket,
                        "--cluster-ca-cert=" + certificates.ca(),
                        "--cluster-cert=" + files.certificate(),
                        "--cluster-key=" + files.key(),
                        "--agent-bind-address=127.0.0.1",
                        "--agent-port=" + agents.getPort(),
                        "--health-bind-address=127.0.0.1",
                        "--health-port=" + RealTunnelServer.port(),
                        "--admin-port=" + RealTunnelServer.port()));
        var server = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        try {
            awaitSocket(server, socket);
            lead(certificates, socket, agents);
        } finally {
            server.destroy();
        }
        if (!server.waitFor(90, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server did not end");
        }
        System.exit(server.exitValue());
    }

    private static void awaitSocket(Process server, Path socket) throws InterruptedException {
        while (!Files.exists(socket)) {
            if (!server.isAlive()) {
                throw new IllegalStateException("the server has ended");
            }
            Thread.sleep(50);
        }
    }

    private static void lead(TestCertificates certificates, Path socket, InetSocketAddress agents)
            throws Exception {
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        var tls = certificates.client("h2");
        var hello = new TestAgent.Hello(agents, tls, "rehearsal", "", Optional.empty());
        try (var agent = TestAgent.connected(group, hello);
                var echo = Target.echo();
                var flood = Target.flood(BYTES);
                var client = new ProxyClient(socket)) {
            for (var i = 0; i < CONNECTIONS; i++) {
                try (var front = ConnectClient.connect(socket, echo.address())) {
                    front.echo("ping");
                }
                var stream = client.open();
                var id = stream.dial(echo.address(), i + 1).connectId();
                stream.send(id, "ping").next();
                stream.send(new io.mooring.tunnel.wire.Packet.CloseRequest(id)).next();
            }
            for (var round = 0; round < 2; round++) {
                try (var front = ConnectClient.connect(socket, flood.address())) {
                    front.read(BYTES);
                }
                upload(socket, echo);
            }
            agent.drain();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static void upload(Path socket, Target echo) throws Exception {
        try (var front = ConnectClient.connect(socket, echo.address())) {
            var writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    front.write(new byte[BYTES]);
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            front.read(BYTES);
            writer.join();
        }
    }
}
