package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.tunnel.testkit.ConnectClient;
import io.mooring.tunnel.testkit.RealAgent;
import io.mooring.tunnel.testkit.Target;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The server against the upstream agent, which comes through the exposed port, over HTTP CONNECT.
@Timeout(60)
final class RealAgentTest {
    private TunnelFixture tunnel;

    @BeforeAll
    static void theUpstreamAgentIsBuilt() {
        assumeTrue(RealAgent.binary().isPresent(), "tools/build has not built konnectivity-agent");
    }

    @BeforeEach
    void start() throws Exception {
        tunnel = TunnelFixture.open();
    }

    @AfterEach
    void stop() throws Exception {
        tunnel.close();
    }

    @Test
    void bytesGoToTheTargetAndBack() throws Exception {
        tunnel.agent("node-1");
        try (var target = Target.echo();
                var front = ConnectClient.connect(tunnel.socket, target.address())) {
            assertThat(front.head()).isEqualTo("HTTP/1.1 200 Connection Established\r\n\r\n");
            assertThat(front.echo("hello")).isEqualTo("hello");
        }
    }

    @Test
    void aBannerNeverComesInTheSameReadAsThe200() throws Exception {
        tunnel.agent("node-1");
        try (var target = Target.banner("SSH-2.0-banner\r\n")) {
            for (var i = 0; i < 300; i++) {
                try (var front = ConnectClient.dialling(tunnel.socket, target.address())) {
                    if (i % 10 == 0) {
                        Thread.yield();
                        await().pollDelay(Duration.ofMillis(30)).until(() -> true);
                    }
                    front.readHead();

                    assertThat(front.statusLine()).isEqualTo("HTTP/1.1 200 Connection Established");
                    assertThat(front.afterHead()).isEmpty();
                    assertThat(new String(front.read(16))).isEqualTo("SSH-2.0-banner\r\n");
                }
            }
        }
    }

    @Test
    void aRefusedDialNamesItsCauseInTheStatusLine() throws Exception {
        tunnel.agent("node-1");
        int closedPort;
        try (var target = Target.echo()) {
            closedPort = target.port();
        }
        try (var front = ConnectClient.connect(tunnel.socket, "127.0.0.1:" + closedPort)) {
            assertThat(front.statusLine())
                    .isEqualTo(
                            "HTTP/1.1 502 dial tcp 127.0.0.1:%d: connect: connection refused"
                                    .formatted(closedPort));
        }
    }

    @Test
    void withoutAnAgentTheDialFailsAtOnceAndSaysSo() throws Exception {
        try (var front = ConnectClient.connect(tunnel.socket, "10.0.0.1:10250")) {
            assertThat(front.statusLine())
                    .isEqualTo(
                            "HTTP/1.1 500 No agent available: none is connected, so 10.0.0.1:10250 is"
                                    + " out of reach (is a node up, and can it reach this control plane's"
                                    + " exposed port?)");
        }
    }

    @Test
    void aFloodArrivesWholeAndThenTheConnectionEnds() throws Exception {
        tunnel.agent("node-1");
        var bytes = 64 << 20;
        try (var target = Target.flood(bytes);
                var front = ConnectClient.connect(tunnel.socket, target.address())) {
            assertThat(front.read(bytes)).hasSize(bytes);
            assertThat(front.ended()).isTrue();
        }
    }
}
