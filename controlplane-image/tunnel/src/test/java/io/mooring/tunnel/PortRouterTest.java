package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.tunnel.testkit.NoLeaks;
import io.mooring.tunnel.testkit.Target;
import io.mooring.tunnel.testkit.TestCertificates;
import io.mooring.tunnel.testkit.TestHello;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@ExtendWith(NoLeaks.class)
final class PortRouterTest {
    @TempDir private Path directory;
    private TunnelServer tunnel;
    private Target api;
    private Target join;
    private PortRouter router;

    @BeforeEach
    void start() throws Exception {
        var certificates = TestCertificates.in(directory.resolve("pki"));
        tunnel =
                TunnelServer.start(
                        TunnelServerConfig.of("s", directory.resolve("t"), certificates.server()),
                        _ -> AgentIdentity.Accepted.anyNode());
        join = Target.banner("join");
        route(Target.echo());
    }

    private void route(Target target) throws IOException {
        if (router != null) {
            router.close();
            api.close();
        }
        api = target;
        router =
                PortRouter.start(
                        new PortRouterConfig(
                                new InetSocketAddress("127.0.0.1", 0),
                                Optional.of(directory.resolve("r")),
                                new InetSocketAddress("127.0.0.1", api.port()),
                                Optional.of(new InetSocketAddress("127.0.0.1", join.port())),
                                Duration.ofMillis(700),
                                8,
                                100),
                        tunnel);
    }

    @AfterEach
    void stop() throws Exception {
        router.close();
        tunnel.close();
        api.close();
        join.close();
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", router.address().getPort());
    }

    private String counted(String target) {
        return "mooring_port_router_connections_total{target=\"" + target + "\"} 1\n";
    }

    @Test
    void aConnectionReachesKubeApiserverByteForByte() throws Exception {
        var hello = TestHello.of("kubernetes.default", "h2", "http/1.1");
        try (var client = connect()) {
            client.getOutputStream().write(hello);
            assertThat(client.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
            client.getOutputStream().write("more".getBytes());
            assertThat(client.getInputStream().readNBytes(4)).isEqualTo("more".getBytes());
        }
        assertThat(tunnel.metrics().render()).contains(counted("apiserver"));
    }

    @Test
    void theUnixSocketIsRoutedAsWell() throws Exception {
        var hello = TestHello.of("kubernetes.default");
        try (var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(directory.resolve("r")));
            client.write(ByteBuffer.wrap(hello));
            var back = ByteBuffer.allocate(hello.length);
            while (back.hasRemaining() && client.read(back) >= 0) {
                continue;
            }
            assertThat(back.array()).isEqualTo(hello);
        }
    }

    @Test
    void aHelloThatComesByteByByteIsUnderstood() throws Exception {
        var hello = TestHello.of(PortRouter.JOIN_SERVER_NAME);
        try (var client = connect()) {
            client.setTcpNoDelay(true);
            for (var b : hello) {
                client.getOutputStream().write(b);
            }
            assertThat(client.getInputStream().readNBytes(4)).isEqualTo("join".getBytes());
        }
        assertThat(tunnel.metrics().render()).contains(counted("join"));
    }

    @Test
    void plainHttpIsClosedAndCounted() throws Exception {
        try (var client = connect()) {
            client.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
            assertThat(ended(client)).isTrue();
        }
        assertThat(tunnel.metrics().render()).contains(counted("refused_not_tls"));
    }

    @Test
    void whoSaysNothingIsClosedAtTheDeadline() throws Exception {
        try (var client = connect()) {
            assertThat(ended(client)).isTrue();
        }
        assertThat(tunnel.metrics().render()).contains(counted("refused_deadline"));
    }

    @Test
    void anAddressMayHaveOnlySoManyConnectionsWithoutHello() throws Exception {
        var silent = new ArrayList<Socket>();
        for (var i = 0; i < 8; i++) {
            silent.add(connect());
        }
        silent.add(connect());
        await().atMost(Duration.ofMillis(500))
                .until(() -> tunnel.metrics().render().contains(counted("refused_address_limit")));
        assertThat(tunnel.metrics().render()).doesNotContain("refused_deadline");
        for (var client : silent) {
            client.close();
        }
        var hello = TestHello.of("kubernetes.default");
        await().until(() -> {
            try (var client = connect()) {
                client.getOutputStream().write(hello);
                return client.getInputStream().read() >= 0;
            }
        });
    }

    @Test
    void anEndOfInputIsPassedOnAndTheAnswerStillComes() throws Exception {
        route(
                Target.serving(socket -> {
                    var bytes = socket.getInputStream().readAllBytes();
                    socket.getOutputStream().write(("got " + bytes.length).getBytes());
                }));
        var hello = TestHello.of("kubernetes.default");
        try (var client = connect()) {
            client.getOutputStream().write(hello);
            client.shutdownOutput();
            assertThat(new String(client.getInputStream().readAllBytes()))
                    .isEqualTo("got " + hello.length);
        }
        await().until(() -> tunnel.metrics().openRelays.value() == 0);
    }

    @Test
    void aTargetThatDoesNotReadStopsTheClientAndNothingPilesUp() throws Exception {
        var mayRead = new CountDownLatch(1);
        var received = new AtomicLong();
        route(
                Target.serving(socket -> {
                    try {
                        mayRead.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    var buffer = new byte[1 << 16];
                    int read;
                    while ((read = socket.getInputStream().read(buffer)) > 0) {
                        received.addAndGet(read);
                    }
                }));
        try (var client = SocketChannel.open(router.address())) {
            client.write(ByteBuffer.wrap(TestHello.of("kubernetes.default")));
            client.configureBlocking(false);
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> writeAll(client) == 0);
            assertThat(heldByNetty()).isLessThan(2 << 20);
            mayRead.countDown();
        }
        await().until(() -> tunnel.metrics().openRelays.value() == 0);
        assertThat(received.get()).isPositive();
    }

    private static long writeAll(SocketChannel client) throws IOException {
        var total = 0L;
        int written;
        do {
            written = client.write(ByteBuffer.allocate(1 << 16));
            total += written;
        } while (written > 0);
        return total;
    }

    private long heldByNetty() {
        return ((io.netty.buffer.PooledByteBufAllocator) tunnel.loops().allocator())
                .metric().directArenas().stream().mapToLong(arena -> arena.numActiveBytes()).sum();
    }

    @Test
    void whenKubeApiserverIsAwayTheClientIsClosed() throws Exception {
        api.close();
        try (var client = connect()) {
            client.getOutputStream().write(TestHello.of("kubernetes.default"));
            assertThat(ended(client)).isTrue();
        }
        assertThat(tunnel.metrics().render()).contains(counted("failed_target"));
    }

    private static boolean ended(Socket client) throws IOException {
        try {
            return client.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }
}
