package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.tunnel.testkit.ConnectClient;
import io.mooring.tunnel.testkit.NoLeaks;
import io.mooring.tunnel.testkit.RealAgent;
import io.mooring.tunnel.testkit.Target;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The server against the upstream agent, which comes through the exposed port, over HTTP CONNECT.
@Timeout(60)
@ExtendWith(NoLeaks.class)
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

    @Test
    void othersGetThroughBesideAStalledReaderWhichIsThenClosedAlone() throws Exception {
        tunnel.agent("node-1");
        var metrics = tunnel.server.metrics();
        try (var echo = Target.echo();
                var flood = Target.flood(1L << 30);
                var other = ConnectClient.connect(tunnel.socket, echo.address());
                var stalled = ConnectClient.connect(tunnel.socket, flood.address())) {
            assertThat(stalled.read(1)).hasSize(1);
            await().until(() -> metrics.fullReceiveChannels.value() == 1);

            var through = 0;
            while (metrics.stalledReaders.value() == 0) {
                assertThat(other.echo("ping")).isEqualTo("ping");
                through++;
            }

            assertThat(through).isGreaterThan(3);
            assertThat(other.echo("ping")).isEqualTo("ping");
            await().until(() -> flood.openConnections() == 0);
        }
    }

    @Test
    void aSlowReaderGetsEverythingAndIsNotClosed() throws Exception {
        tunnel.agent("node-1");
        var bytes = 8 << 20;
        try (var flood = Target.flood(bytes);
                var slow = ConnectClient.connect(tunnel.socket, flood.address())) {
            var total = 0;
            while (total < bytes) {
                total += slow.read(256 << 10).length;
                await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            }
            assertThat(slow.ended()).isTrue();
            assertThat(tunnel.server.metrics().stalledReaders.value()).isZero();
        }
    }

    @Test
    void aBlackHoleIsAnsweredWith504AfterTheAgentsOwnDeadline() throws Exception {
        tunnel.agent("node-1");
        try (var full = Target.full();
                var front = ConnectClient.connect(tunnel.socket, full.address())) {
            assertThat(front.statusLine())
                    .isEqualTo("HTTP/1.1 504 dial tcp %s: i/o timeout".formatted(full.address()));
        }
    }

    @Test
    void killingTheAgentEndsItsConnectionsAndANewOneServesAgain() throws Exception {
        var agent = tunnel.agent("node-1");
        try (var target = Target.echo();
                var front = ConnectClient.connect(tunnel.socket, target.address())) {
            assertThat(front.echo("x")).isEqualTo("x");
            var start = System.nanoTime();
            agent.close();

            assertThat(front.ended()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(1));
            tunnel.awaitAgents(0);

            tunnel.agent("node-1");
            try (var again = ConnectClient.connect(tunnel.socket, target.address())) {
                assertThat(again.echo("y")).isEqualTo("y");
            }
        }
    }

    @Test
    void aFrozenAgentIsGivenUpAtTheDialDeadlineAndComesBack() throws Exception {
        var agent = tunnel.agent("node-1");
        try (var target = Target.echo()) {
            agent.signal("STOP");
            await().until(agent::frozen);
            try (var front = ConnectClient.connect(tunnel.socket, target.address())) {
                assertThat(front.statusLine())
                        .isEqualTo(
                                "HTTP/1.1 504 dial %s timeout: agent node-1 gave no answer within 8000 ms"
                                        .formatted(target.address()));
            }
            tunnel.awaitAgents(0);
            assertThat(tunnel.server.metrics().retiredAgents.value()).isEqualTo(1);

            agent.signal("CONT");
            tunnel.awaitAgents(1);
            try (var front = ConnectClient.connect(tunnel.socket, target.address())) {
                assertThat(front.echo("z")).isEqualTo("z");
            }
        }
    }

    @Test
    void pendingDialsFailAtOnceWhenTheAgentGoes() throws Exception {
        var agent = tunnel.agent("node-1");
        try (var full = Target.full();
                var front = ConnectClient.dialling(tunnel.socket, full.address())) {
            await().until(() -> tunnel.server.metrics().pendingDials.value() == 1);
            agent.close();
            assertThat(front.readHead().statusLine())
                    .startsWith(
                            "HTTP/1.1 502 dial %s: agent node-1 was lost"
                                    .formatted(full.address()));
        }
    }

    @Test
    void abandonedDialsLeaveNothingBehind() throws Exception {
        var agent = tunnel.agent("node-1");
        try (var target = Target.echo()) {
            try (var front = ConnectClient.connect(tunnel.socket, target.address())) {
                assertThat(front.echo("warm")).isEqualTo("warm");
            }
            await().until(() -> target.openConnections() == 0);
            var descriptors = agent.descriptors();
            for (var i = 0; i < 200; i++) {
                ConnectClient.dialling(tunnel.socket, target.address()).close();
            }
            await().until(() ->
                    target.openConnections() == 0
                            && tunnel.server.metrics().pendingDials.value() == 0
                            && tunnel.server.metrics().httpConnections.value() == 0
                            && tunnel.server.metrics().establishedConnections.value() == 0);
            await().until(() -> agent.descriptors() <= descriptors + 2);
        }
    }

    @Test
    void twoAgentsOfOneIdDoNotMixTheirBytes() throws Exception {
        tunnel.agent("twin", "--agent-identifiers=host=first.test");
        tunnel.agent("twin", "--agent-identifiers=host=second.test");
        try (var target = Target.echo()) {
            var port = target.port();
            var fronts = new java.util.ArrayList<ConnectClient>();
            for (var i = 0; i < 20; i++) {
                fronts.add(ConnectClient.connect(tunnel.socket, "127.0.0.1:" + port));
            }
            for (var round = 0; round < 5; round++) {
                for (var i = 0; i < fronts.size(); i++) {
                    assertThat(fronts.get(i).echo("mine " + i)).isEqualTo("mine " + i);
                }
            }
            for (var front : fronts) {
                front.close();
            }
        }
    }

    @Test
    void anAgentThatDrainsKeepsItsConnectionsAndGetsNewOnesOnlyIfItIsAlone() throws Exception {
        var leaving = tunnel.agent("leaving");
        try (var target = Target.echo();
                var old = ConnectClient.connect(tunnel.socket, target.address())) {
            leaving.signal("TERM");
            // Upstream sends DRAIN only when the next packet wakes its receive loop.
            await().until(() -> old.echo("wake").equals("wake") && draining() == 1);
            try (var alone = ConnectClient.connect(tunnel.socket, target.address())) {
                assertThat(alone.echo("a")).isEqualTo("a");
            }
            tunnel.agent("staying");
            for (var i = 0; i < 20; i++) {
                try (var front = ConnectClient.connect(tunnel.socket, target.address())) {
                    assertThat(front.echo("b")).isEqualTo("b");
                }
            }
            leaving.close();
            assertThat(old.ended()).isTrue();
        }
    }

    private int draining() {
        return (int) tunnel.server.metrics().drainingAgents.value();
    }
}
