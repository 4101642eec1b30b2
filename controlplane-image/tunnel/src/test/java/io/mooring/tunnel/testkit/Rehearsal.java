package io.mooring.tunnel.testkit;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/// Leads a tunnel server through an ordinary day, so that the JVM can record what it loads and
/// which of it is hot: `tools/package` makes the AOT cache from it.
///
/// Arguments: a directory for files, then the command line of `mooring tunnel-server`.
public final class Rehearsal {
    private static final int CONNECTIONS = 400;
    private static final int PINGS = 4000;
    private static final int BYTES = 64 << 20;

    private Rehearsal() {}

    public static void main(String[] arguments) throws Exception {
        var command = List.of(arguments).subList(1, arguments.length);
        try (var server = TunnelProgram.start(Path.of(arguments[0]), command, "default")) {
            lead(server.certificates(), server.socket(), server.agents());
            shakeHands(server.certificates(), server.agents());
            System.exit(server.end());
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
            try (var front = ConnectClient.connect(socket, echo.address())) {
                for (var i = 0; i < PINGS; i++) {
                    front.echo("ping");
                }
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

    /// Fronts that come over TCP do so each time; they and agents are received alike.
    private static void shakeHands(TestCertificates certificates, InetSocketAddress server)
            throws Exception {
        var sockets = certificates.clientSockets().getSocketFactory();
        for (var i = 0; i < CONNECTIONS; i++) {
            try (var socket =
                    (SSLSocket) sockets.createSocket(server.getAddress(), server.getPort())) {
                socket.startHandshake();
            }
        }
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
