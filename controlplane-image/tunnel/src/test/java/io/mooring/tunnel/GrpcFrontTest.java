package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mooring.tunnel.testkit.NoLeaks;
import io.mooring.tunnel.testkit.ProxyClient;
import io.mooring.tunnel.testkit.ProxyClient.Event;
import io.mooring.tunnel.testkit.RealAgent;
import io.mooring.tunnel.testkit.Target;
import io.mooring.tunnel.wire.Packet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// The server against the upstream agent, with gRPC fronts on the same socket as HTTP CONNECT.
@Timeout(60)
@ExtendWith(NoLeaks.class)
final class GrpcFrontTest {
    private static final int FLOOD = 512 << 10;

    private TunnelFixture tunnel;
    private ProxyClient client;

    @BeforeAll
    static void theUpstreamAgentIsBuilt() {
        assumeTrue(RealAgent.binary().isPresent(), "tools/build has not built konnectivity-agent");
    }

    @BeforeEach
    void start() throws Exception {
        tunnel = TunnelFixture.open();
        client = new ProxyClient(tunnel.socket);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        tunnel.close();
    }

    @Test
    void manyStreamsOfOneConnectionReachTheirTargets() throws Exception {
        tunnel.agent("node-1");
        try (var target = Target.echo()) {
            for (var i = 1; i <= 50; i++) {
                var stream = client.open();
                var answer = stream.dial(target.address(), 1000 + i);

                assertThat(answer.error()).isEmpty();
                assertThat(answer.random()).isEqualTo(1000 + i);
                stream.send(answer.connectId(), "hello " + i);
                assertThat(stream.next())
                        .isEqualTo(new Event.Bytes(answer.connectId(), "hello " + i));
            }
            assertThat(target.openConnections()).isEqualTo(50);
        }
    }

    @Test
    void aCloseIsConfirmedAndEndsTheStream() throws Exception {
        tunnel.agent("node-1");
        try (var target = Target.echo()) {
            var stream = client.open();
            var id = stream.dial(target.address(), 7).connectId();

            stream.send(new Packet.CloseRequest(id));

            assertThat(stream.next())
                    .isEqualTo(new Event.Received(new Packet.CloseResponse("", id)));
            assertThat(stream.next()).isEqualTo(new Event.Ended("0"));
            Awaitility.await().until(() -> target.openConnections() == 0);
        }
    }

    @Test
    void dataAndClosesBeforeADialAreRefused() throws Exception {
        var stream = client.open().send(3, "early");
        assertThat(stream.next())
                .isEqualTo(
                        new Event.Received(new Packet.CloseResponse("backend not initialized", 3)));

        stream.send(new Packet.CloseRequest(3));
        assertThat(stream.next())
                .isEqualTo(
                        new Event.Received(new Packet.CloseResponse("backend uninitialized", 3)));
    }

    @Test
    void aDialWithoutAgentFailsAtOnce() throws Exception {
        assertThat(client.open().dial("10.0.0.1:10250", 9).error())
                .startsWith("No agent available: none is connected");
    }

    @Test
    void aSecondConnectionOnAStreamClosesBothAndTheStream() throws Exception {
        tunnel.agent("node-1");
        try (var target = Target.echo()) {
            var stream = client.open();
            var id = stream.dial(target.address(), 7).connectId();

            stream.send(id + 1, "x");

            var error = "a second connectID on one Proxy stream";
            assertThat(stream.next())
                    .isEqualTo(new Event.Received(new Packet.CloseResponse(error, id + 1)));
            assertThat(stream.next())
                    .isEqualTo(new Event.Received(new Packet.CloseResponse(error, id)));
            assertThat(stream.next()).isEqualTo(new Event.Ended("2"));
            Awaitility.await().until(() -> target.openConnections() == 0);
        }
    }

    @Test
    void anotherMethodIsUnimplemented() throws Exception {
        assertThat(client.open("/Other/Method").next()).isEqualTo(new Event.Ended("12"));
    }

    @Test
    void aStalledStreamIsResetAndAnotherOnTheSameConnectionGoesOn() throws Exception {
        tunnel.agent("node-1");
        try (var echo = Target.echo();
                var flood = Target.flood(1L << 30)) {
            var other = client.open();
            var id = other.dial(echo.address(), 1).connectId();
            var stalled = client.open().stall();
            stalled.send(new Packet.DialRequest("tcp", flood.address(), 2));

            Awaitility.await().until(() -> tunnel.server.metrics().stalledReaders.value() == 1);
            other.send(id, "still here");
            assertThat(other.next()).isEqualTo(new Event.Bytes(id, "still here"));
            Awaitility.await().until(() -> flood.openConnections() == 0);
        }
    }

    @Test
    void aStreamWhoseTargetIsGoneIsAFrontUntilItsClientHasReadAll() throws Exception {
        tunnel.agent("node-1");
        var metrics = tunnel.server.metrics();
        try (var flood = Target.flood(FLOOD)) {
            var stream = client.open().stall();
            stream.send(new Packet.DialRequest("tcp", flood.address(), 2));

            Awaitility.await()
                    .until(() ->
                            metrics.bytesToFronts.value() == FLOOD
                                    && metrics.establishedConnections.value() == 0);
            assertThat(metrics.openFronts()).isEqualTo(1);

            stream.resume();
            var bytes = 0;
            var event = stream.next();
            for (; !(event instanceof Event.Ended); event = stream.next()) {
                bytes += event instanceof Event.Bytes got ? got.text().length() : 0;
            }
            assertThat(event).isEqualTo(new Event.Ended("0"));
            assertThat(bytes).isEqualTo(FLOOD);
            Awaitility.await().until(() -> metrics.openFronts() == 0);
        }
    }
}
