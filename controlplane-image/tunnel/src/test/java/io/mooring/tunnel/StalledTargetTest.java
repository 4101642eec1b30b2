package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.tunnel.testkit.ConnectClient;
import io.mooring.tunnel.testkit.NoLeaks;
import io.mooring.tunnel.testkit.RealAgent;
import io.mooring.tunnel.testkit.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A target that does not read, behind upstream's agent, which then reads nothing for any of its
/// connections: they are given up together, and at once there is a way again; other agents' go on.
@Timeout(60)
@ExtendWith(NoLeaks.class)
final class StalledTargetTest {
    private static final byte[] CHUNK = new byte[1 << 16];
    private final CountDownLatch released = new CountDownLatch(1);
    private TunnelFixture tunnel;

    @BeforeAll
    static void theUpstreamAgentIsBuilt() {
        assumeTrue(RealAgent.binary().isPresent(), "tools/build has not built konnectivity-agent");
    }

    @BeforeEach
    void start() throws Exception {
        tunnel =
                new TunnelFixture(
                        _ -> AgentIdentity.Accepted.anyNode(),
                        TunnelLimits.defaults().withAgentGrace(Duration.ofSeconds(3)),
                        new InetSocketAddress("127.0.0.1", 1));
    }

    @AfterEach
    void stop() throws Exception {
        released.countDown();
        tunnel.close();
    }

    @Test
    void itsAgentIsLedBackWithinTheGraceAndOtherAgentsGoOnMeanwhile() throws Exception {
        tunnel.agent("stalling", "--agent-identifiers=host=127.0.0.1");
        tunnel.agent("other", "--agent-identifiers=host=localhost");
        try (var echo = Target.echo();
                var deaf = Target.serving(_ -> untilReleased());
                var beside = ConnectClient.connect(tunnel.socket, echo.address());
                var elsewhere = ConnectClient.connect(tunnel.socket, "localhost:" + echo.port());
                var stalled = ConnectClient.connect(tunnel.socket, deaf.address())) {
            assertThat(beside.echo("before")).isEqualTo("before");
            var writer = Thread.ofVirtual().start(() -> writeUntilRefused(stalled));

            while (tunnel.server.metrics().retiredAgents.value() == 0) {
                assertThat(elsewhere.echo("meanwhile")).isEqualTo("meanwhile");
            }

            writer.join();
            assertThat(stalled.ended()).isTrue();
            assertThat(beside.ended()).isTrue();
            tunnel.awaitAgents(2);
            try (var again = ConnectClient.connect(tunnel.socket, echo.address())) {
                assertThat(again.echo("after")).isEqualTo("after");
            }
            assertThat(elsewhere.echo("after")).isEqualTo("after");
            await("nothing left but elsewhere")
                    .until(() ->
                            tunnel.server.metrics().establishedConnections.value() == 1
                                    && tunnel.server.metrics().httpConnections.value() == 1
                                    && tunnel.server.metrics().pendingDials.value() == 0);
        }
    }

    @Test
    void aTargetThatReadsAgainInTimeLosesNothing() throws Exception {
        tunnel.agent("patient");
        var bytes = 24 << 20;
        try (var echo = Target.echo();
                var late =
                        Target.serving(socket -> {
                            untilReleased();
                            socket.getInputStream().readNBytes(bytes);
                            socket.getOutputStream().write('!');
                        });
                var beside = ConnectClient.connect(tunnel.socket, echo.address());
                var front = ConnectClient.connect(tunnel.socket, late.address())) {
            var writer =
                    Thread.ofVirtual()
                            .start(() -> {
                                for (var sent = 0; sent < bytes; sent += CHUNK.length) {
                                    if (!wrote(front)) {
                                        return;
                                    }
                                }
                            });
            await("the agent to be full").pollDelay(Duration.ofSeconds(1)).until(() -> true);
            released.countDown();

            writer.join();
            assertThat(new String(front.read(1))).isEqualTo("!");
            assertThat(beside.echo("still here")).isEqualTo("still here");
            assertThat(tunnel.server.metrics().retiredAgents.value()).isZero();
        }
    }

    private void untilReleased() throws IOException {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void writeUntilRefused(ConnectClient front) {
        while (wrote(front)) {
            continue;
        }
    }

    private static boolean wrote(ConnectClient front) {
        try {
            front.write(CHUNK);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
