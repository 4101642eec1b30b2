package io.mooring.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.tunnel.http2.Http2Connection;
import io.mooring.tunnel.http2.Http2Limits;
import io.mooring.tunnel.http2.Http2Stream;
import io.mooring.tunnel.testkit.CountingBuffers;
import io.mooring.tunnel.wire.Packet;
import io.mooring.tunnel.wire.PacketAssembler;
import io.mooring.tunnel.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which packets a call makes of what it is given, and what it says of them.
final class GrpcCallTest {
    private static final int WINDOW = 1 << 20;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    /// SETTINGS with the largest window, one for the connection, and POST / on stream 1.
    private static final String GREETING =
            "000006 04 00 00000000 0004 00100000"
                    + "000004 08 00 00000000 00100000"
                    + "000003 01 04 00000001 838684";

    private final CountingBuffers buffers = new CountingBuffers();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Integer> written = new ArrayList<>();
    private @Nullable GrpcCall opened;

    GrpcCallTest() {
        channel.config().setAllocator(buffers.allocator());
        var limits = new Http2Limits(WINDOW, WINDOW, 2 * WINDOW, 4, 20, 4096);
        channel.pipeline()
                .addLast(new Http2Connection(limits, (stream, _) -> open(stream), _ -> {}));
        channel.writeInbound(Unpooled.copiedBuffer(PREFACE.getBytes()));
        channel.writeInbound(
                Unpooled.wrappedBuffer(HexFormat.of().parseHex(GREETING.replace(" ", ""))));
        channel.flush();
        channel.releaseOutbound();
    }

    @AfterEach
    void nothingIsKept() {
        channel.finishAndReleaseAll();
        assertThat(buffers.held()).isZero();
    }

    private GrpcCall open(Http2Stream stream) {
        var call = new GrpcCall(stream);
        call.listen(
                new GrpcCall.Listener() {
                    @Override
                    public void packet(Packet packet) {}

                    @Override
                    public void consumed(int bytes) {}

                    @Override
                    public void written(int payloadBytes) {
                        written.add(payloadBytes);
                    }

                    @Override
                    public void ended() {}

                    @Override
                    public void lost(String reason) {}
                });
        opened = call;
        return call;
    }

    private GrpcCall call() {
        return Objects.requireNonNull(opened);
    }

    private void send(long connectId, int bytes) {
        var payload = channel.alloc().buffer(bytes).writeZero(bytes);
        assertThat(call().send(new Packet.Data(connectId, "", payload))).isTrue();
    }

    private @Nullable ByteBuf next() {
        channel.flush();
        return channel.readOutbound();
    }

    /// The packets sent since the last call, data as `CONNECTION:BYTES`.
    private List<String> sent() throws WireException {
        var messages = Unpooled.buffer();
        for (var out = next(); out != null; out = next()) {
            while (out.isReadable()) {
                var length = out.readUnsignedMedium();
                var type = out.readByte();
                var content = out.skipBytes(5).readSlice(length);
                if (type == 0) {
                    messages.writeBytes(content);
                }
            }
            out.release();
        }
        var packets = new ArrayList<String>();
        try (var assembler = new PacketAssembler(channel.alloc())) {
            assembler.feed(
                    messages,
                    packet -> {
                        if (packet instanceof Packet.Data data) {
                            packets.add(data.connectId() + ":" + data.payload().readableBytes());
                            data.payload().release();
                        } else {
                            packets.add(packet.getClass().getSimpleName());
                        }
                    });
        }
        return packets;
    }

    @Test
    void whatFollowsOnTheSameConnectionInOneTurnIsOnePacket() throws Exception {
        send(7, 4096);
        send(7, 4096);
        send(7, 10);
        assertThat(sent()).containsExactly("7:8202");

        send(7, 5);
        assertThat(sent()).containsExactly("7:5");
        assertThat(written.stream().mapToInt(Integer::intValue).sum()).isEqualTo(8207);
        assertThat(call().pendingBytes()).isZero();
    }

    @Test
    void whatComesBetweenKeepsItsPlace() throws Exception {
        send(7, 100);
        send(8, 100);
        send(7, 100);
        call().send(new Packet.CloseRequest(7));
        send(8, 100);
        send(8, 100);

        assertThat(sent()).containsExactly("7:100", "8:100", "7:100", "CloseRequest", "8:200");
    }

    @Test
    void aPacketIsNotJoinedBeyond64KiB() throws Exception {
        for (var i = 0; i < 5; i++) {
            send(7, 32 << 10);
        }
        assertThat(sent()).containsExactly("7:65536", "7:65536", "7:32768");

        send(7, 200 << 10);
        assertThat(sent()).containsExactly("7:204800");
    }

    @Test
    void aCallThatIsFinishedSendsWhatItWasGiven() throws Exception {
        send(7, 100);
        call().finish(GrpcCall.OK, "");

        assertThat(sent()).containsExactly("7:100");
        assertThat(written).containsExactly(100);
    }

    @Test
    void aCallThatIsResetGivesBackWhatItWasGiven() throws Exception {
        send(7, 100);
        send(7, 100);
        call().reset();

        assertThat(written).containsExactly(200);
        assertThat(sent()).isEmpty();
        assertThat(call().pendingBytes()).isZero();
    }

    @Test
    void aConnectionThatIsLostGivesBackWhatACallWasGiven() {
        send(7, 100);
        channel.close();

        assertThat(written).containsExactly(100);
        assertThat(call().pendingBytes()).isZero();
    }
}
