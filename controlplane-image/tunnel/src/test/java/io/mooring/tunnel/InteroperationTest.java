package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.tunnel.testkit.ConnectClient;
import io.mooring.tunnel.testkit.NoLeaks;
import io.mooring.tunnel.testkit.ProxyClient;
import io.mooring.tunnel.testkit.ProxyClient.Event;
import io.mooring.tunnel.testkit.RealAgent;
import io.mooring.tunnel.testkit.RealTunnelServer;
import io.mooring.tunnel.testkit.Target;
import io.mooring.tunnel.testkit.TestAgent;
import io.mooring.tunnel.testkit.TestCertificates;
import io.mooring.tunnel.tls.TlsFiles;
import io.mooring.tunnel.wire.Packet;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// {our server, upstream's} x {upstream's agent, ours for tests} x {gRPC, HTTP CONNECT} x {Unix
/// socket, TCP with mTLS}: each pair carries bytes both ways, tells of refused dials and of ends.
@Timeout(60)
@ExtendWith(NoLeaks.class)
final class InteroperationTest {
    private enum Side {
        OURS,
        UPSTREAM
    }

    private enum Leg {
        GRPC_UDS(FrontMode.GRPC),
        CONNECT_UDS(FrontMode.HTTP_CONNECT),
        GRPC_MTLS(FrontMode.GRPC),
        CONNECT_MTLS(FrontMode.HTTP_CONNECT);

        private final FrontMode mode;

        Leg(FrontMode mode) {
            this.mode = mode;
        }

        boolean onSocket() {
            return this == GRPC_UDS || this == CONNECT_UDS;
        }
    }

    private record Fronts(InetSocketAddress agents, Optional<InetSocketAddress> tls) {}

    @TempDir private static Path directory;
    private static TestCertificates certificates;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Path socket;

    @BeforeAll
    static void makeCertificates() throws Exception {
        assumeTrue(
                RealAgent.binary().isPresent() && RealTunnelServer.binary().isPresent(),
                "tools/build has not built konnectivity-agent and konnectivity-server");
        certificates = TestCertificates.in(directory);
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Side.values())
                .flatMap(server ->
                        Stream.of(Side.values())
                                .flatMap(agent ->
                                        Stream.of(Leg.values())
                                                .map(leg -> Arguments.of(server, agent, leg))));
    }

    @ParameterizedTest(name = "server {0}, agent {1}, front {2}")
    @MethodSource("pairs")
    void thePairCarriesBytesAndTellsOfRefusalsAndEnds(Side server, Side agent, Leg leg)
            throws Exception {
        socket = directory.resolve(System.nanoTime() + ".sock");
        var fronts = server == Side.OURS ? ours(leg) : upstream(leg);
        connectAgent(agent, fronts.agents());
        try (var target = Target.echo();
                var closed = Target.echo()) {
            closed.close();
            if (leg.mode == FrontMode.GRPC) {
                overGrpc(leg, fronts, target, closed.address());
            } else {
                overConnect(leg, fronts, target, closed.address());
            }
        }
    }

    private Fronts ours(Leg leg) throws IOException {
        var loopback = new InetSocketAddress("127.0.0.1", 0);
        var files = certificates.mutual();
        var config =
                new TunnelServerConfig(
                        "ours",
                        () -> 1,
                        List.of(ProxyStrategy.DEFAULT),
                        leg.mode,
                        leg.onSocket() ? Optional.of(socket) : Optional.empty(),
                        leg.onSocket() ? Optional.empty() : Optional.of(listener(files, loopback)),
                        files,
                        Optional.of(loopback),
                        TunnelLimits.defaults(),
                        Keepalive.defaults(),
                        1);
        var server = TunnelServer.start(config, _ -> AgentIdentity.Accepted.anyNode());
        open.push(server);
        return new Fronts(server.agentAddress().orElseThrow(), server.frontAddress());
    }

    private static TunnelServerConfig.FrontListener listener(TlsFiles files, InetSocketAddress at) {
        return new TunnelServerConfig.FrontListener(at, files);
    }

    private Fronts upstream(Leg leg) throws IOException {
        var mode = leg.mode == FrontMode.GRPC ? "grpc" : "http-connect";
        var server =
                RealTunnelServer.start(
                        certificates,
                        mode,
                        leg.onSocket() ? Optional.of(socket) : Optional.empty());
        open.push(server);
        return new Fronts(server.agents(), server.fronts());
    }

    private void connectAgent(Side side, InetSocketAddress server) throws IOException {
        if (side == Side.UPSTREAM) {
            open.push(
                    RealAgent.start(
                            directory,
                            certificates,
                            server,
                            "node-1",
                            "--agent-cert=" + certificates.clientCertificate(),
                            "--agent-key=" + certificates.clientKey()));
            return;
        }
        var group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        open.push(() -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly());
        var tls = certificates.client("h2");
        open.push(
                TestAgent.connected(
                        group, new TestAgent.Hello(server, tls, "node-1", "", Optional.empty())));
    }

    private void overConnect(Leg leg, Fronts fronts, Target target, String closed)
            throws Exception {
        var tls = certificates.clientSockets();
        try (var front = awaitTunnel(() -> connect(leg, fronts, tls, target.address()))) {
            var bytes = random(1 << 20);
            var writer = Thread.ofVirtual().start(() -> write(front, bytes));
            assertThat(front.read(bytes.length)).isEqualTo(bytes);
            writer.join();
        }
        try (var refused = connect(leg, fronts, tls, closed)) {
            assertThat(refused.statusLine()).contains(" 502 ");
        }
        try (var flood = Target.floodOnceAsked(1 << 20);
                var front = connect(leg, fronts, tls, flood.address())) {
            front.write(new byte[1]);
            assertThat(front.read(1 << 20)).hasSize(1 << 20);
            assertThat(front.ended()).isTrue();
        }
        Awaitility.await().until(() -> target.openConnections() == 0);
    }

    private ConnectClient connect(
            Leg leg, Fronts fronts, javax.net.ssl.SSLContext tls, String address)
            throws IOException {
        return leg.onSocket()
                ? ConnectClient.connect(socket, address)
                : ConnectClient.connect(tls, fronts.tls().orElseThrow(), address);
    }

    private interface Attempt {
        ConnectClient make() throws IOException;
    }

    /// Upstream's agent needs a moment to connect.
    private static ConnectClient awaitTunnel(Attempt attempt) {
        return Awaitility.await()
                .until(
                        () -> {
                            var front = attempt.make();
                            if (!front.statusLine().contains(" 200 ")) {
                                front.close();
                                return Optional.<ConnectClient>empty();
                            }
                            return Optional.of(front);
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static void write(ConnectClient front, byte[] bytes) {
        try {
            front.write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] random(int count) {
        var bytes = new byte[count];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private void overGrpc(Leg leg, Fronts fronts, Target target, String closed) throws Exception {
        try (var client = proxyClient(leg, fronts)) {
            var stream = client.open();
            var random = 1L;
            var answer = stream.dial(target.address(), random);
            while (!answer.error().isEmpty()) {
                assertThat(answer.error()).startsWith("No agent available");
                Awaitility.await().pollDelay(java.time.Duration.ofMillis(50)).until(() -> true);
                stream = client.open();
                answer = stream.dial(target.address(), ++random);
            }
            assertThat(answer.random()).isEqualTo(random);
            var id = answer.connectId();
            var text = "0123456789abcdef".repeat(1 << 12);
            for (var round = 0; round < 8; round++) {
                stream.send(id, text);
                var back = new StringBuilder();
                while (back.length() < text.length()) {
                    back.append(((Event.Bytes) stream.next()).text());
                }
                assertThat(back.toString()).isEqualTo(text);
            }
            stream.send(new Packet.CloseRequest(id));
            assertThat(stream.next())
                    .isEqualTo(new Event.Received(new Packet.CloseResponse("", id)));

            assertThat(client.open().dial(closed, 99).error()).startsWith("dial tcp " + closed);
            Awaitility.await().until(() -> target.openConnections() == 0);
        }
    }

    private ProxyClient proxyClient(Leg leg, Fronts fronts) throws IOException {
        return leg.onSocket()
                ? new ProxyClient(socket)
                : new ProxyClient(fronts.tls().orElseThrow(), certificates.client("h2"));
    }
}
