package io.mooring.tunnel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.tunnel.testkit.CountingBuffers;
import io.mooring.tunnel.testkit.Seeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PacketCodecTest {
    private final CountingBuffers buffers = new CountingBuffers();

    @AfterEach
    void nothingIsLeaked() {
        assertThat(buffers.held()).isZero();
    }

    @Test
    void aDialRequestHasNoTypeFieldBecauseItsTypeIsZero() throws Exception {
        var packet = new Packet.DialRequest("tcp", "10.0.0.7:10250", 1234567);

        assertThat(encoded(packet))
                .isEqualTo(
                        "000000001b1219"
                                + "0a03746370"
                                + "120e31302e302e302e373a3130323530"
                                + "1887ad4b");
        assertThat(decoded("1219" + "0a03746370" + "120e31302e302e302e373a3130323530" + "1887ad4b"))
                .isEqualTo(packet);
    }

    @Test
    void aFailedDialResponseHasNoConnectId() throws Exception {
        assertThat(decoded("0801" + "1a05" + "0a0178" + "182a"))
                .isEqualTo(new Packet.DialResponse("x", 0, 42));
    }

    @Test
    void aDrainHasAnEmptyBodyOrNone() throws Exception {
        assertThat(encoded(new Packet.Drain())).isEqualTo("0000000004" + "08064200");
        assertThat(decoded("08064200")).isEqualTo(new Packet.Drain());
        assertThat(decoded("0806")).isEqualTo(new Packet.Drain());
    }

    @Test
    void theTypeDecidesEvenWhenAnotherBodyIsSet() throws Exception {
        assertThat(decoded("0802" + "2202" + "0809" + "2a02" + "0807"))
                .isEqualTo(new Packet.CloseRequest(7));
    }

    @Test
    void unknownFieldsOfEveryWireTypeAreSkipped() throws Exception {
        var noise = "7801" + "790102030405060708" + "7a03616263" + "7d01020304";
        assertThat(
                        decoded(
                                noise
                                        + "0802"
                                        + "2a"
                                        + "13"
                                        + "0807"
                                        + "f801"
                                        + "01"
                                        + "7a03616263"
                                        + "7d01020304"
                                        + "2001"
                                        + noise))
                .isEqualTo(new Packet.CloseRequest(7));
    }

    @Test
    void anUnknownTypeIsNotAnError() throws Exception {
        assertThat(decoded("0863")).isEqualTo(new Packet.Unknown(99));
        assertThat(decoded("08ffffffffffffffffff01")).isEqualTo(new Packet.Unknown(-1));
    }

    @Test
    void theBytesOfDataAreASliceAndNotACopy() throws Exception {
        var message =
                buffers.allocator()
                        .buffer()
                        .writeBytes(HexFormat.of().parseHex("0804220708051a03616263"));
        var data = (Packet.Data) PacketCodec.decode(message, 0, message.readableBytes());

        assertThat(data.connectId()).isEqualTo(5);
        assertThat(data.payload().toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
        message.setByte(message.writerIndex() - 1, 'z');
        assertThat(data.payload().toString(StandardCharsets.US_ASCII)).isEqualTo("abz");
        assertThat(message.release()).isFalse();
        assertThat(data.payload().release()).isTrue();
    }

    @Test
    void aMessageThatEndsTooEarlyIsRefusedWithTheReason() {
        assertThatThrownBy(() -> decoded("0802" + "2a05" + "0807"))
                .isInstanceOf(WireException.class)
                .hasMessage("malformed packet: a field says 5 bytes where 2 are left");
        assertThatThrownBy(() -> decoded("0880"))
                .isInstanceOf(WireException.class)
                .hasMessage("malformed packet: it ends within a number");
        assertThatThrownBy(() -> decoded("0b"))
                .isInstanceOf(WireException.class)
                .hasMessage("malformed packet: wire type 3");
    }

    @Test
    void aMessageOverFourMebibytesIsRefusedBeforeItIsGathered() {
        var assembler = new PacketAssembler(buffers.allocator());
        var frame = buffers.allocator().buffer().writeByte(0).writeInt((4 << 20) + 1);

        assertThatThrownBy(() -> assembler.feed(frame, _ -> {}))
                .isInstanceOf(WireException.class)
                .hasMessage("the message has 4194305 bytes, more than the 4194304 allowed");
    }

    @Test
    void aCompressedMessageIsRefused() {
        var assembler = new PacketAssembler(buffers.allocator());
        var frame = buffers.allocator().buffer().writeByte(1).writeInt(3).writeZero(3);

        assertThatThrownBy(() -> assembler.feed(frame, _ -> {}))
                .isInstanceOf(WireException.class)
                .hasMessage("the message is compressed, and no compression was offered");
    }

    @Test
    void everyPacketSurvivesAnyCutIntoFrames() throws Exception {
        Seeds.check(
                500,
                random -> {
                    var sent = new ArrayList<String>();
                    var stream = buffers.allocator().buffer();
                    for (var i = 0; i < 20; i++) {
                        var packet = packet(random);
                        sent.add(text(packet));
                        var message = PacketCodec.encode(buffers.allocator(), packet);
                        stream.writeBytes(message);
                        message.release();
                    }

                    assertThat(cut(stream, random)).isEqualTo(sent);
                });
        assertThat(buffers.held()).isZero();
    }

    @Test
    void garbageNeverCausesAnythingButAWireException() throws Exception {
        Seeds.check(
                20_000,
                random -> {
                    var valid = PacketCodec.encode(buffers.allocator(), packet(random));
                    var message = buffers.allocator().buffer().writeBytes(valid);
                    valid.release();
                    for (var i = random.nextInt(6); i > 0; i--) {
                        var index = PacketCodec.PREFIX_BYTES;
                        index += random.nextInt(Math.max(1, message.readableBytes() - index));
                        if (index < message.writerIndex()) {
                            message.setByte(index, random.nextInt(256));
                        }
                    }
                    var assembler = new PacketAssembler(buffers.allocator());
                    try {
                        assembler.feed(message, PacketCodecTest::drop);
                    } catch (WireException e) {
                        assertThat(e).hasMessageStartingWith("malformed packet: ");
                    }
                    assembler.close();
                    assertThat(buffers.held()).isZero();
                });
    }

    private List<String> cut(ByteBuf stream, RandomGenerator random) throws WireException {
        var received = new ArrayList<String>();
        var assembler = new PacketAssembler(buffers.allocator());
        while (stream.isReadable()) {
            var length =
                    Math.min(stream.readableBytes(), 1 + random.nextInt(1 + random.nextInt(200)));
            assembler.feed(
                    stream.readRetainedSlice(length),
                    packet -> {
                        received.add(text(packet));
                        drop(packet);
                    });
        }
        assembler.close();
        stream.release();
        return received;
    }

    private Packet packet(RandomGenerator random) {
        var id = random.nextBoolean() ? random.nextLong(300) : random.nextLong() & Long.MAX_VALUE;
        var text = "é".repeat(random.nextInt(4)) + "x".repeat(random.nextInt(200));
        return switch (random.nextInt(7)) {
            case 0 -> new Packet.DialRequest("tcp", text, id);
            case 1 -> new Packet.DialResponse(text, random.nextLong(1000), id);
            case 2 -> new Packet.CloseRequest(id);
            case 3 -> new Packet.CloseResponse(text, id);
            case 4 -> {
                var payload = new byte[random.nextInt(400)];
                new java.util.Random(id).nextBytes(payload);
                var error = random.nextBoolean() ? "" : text;
                yield new Packet.Data(id, error, buffers.allocator().buffer().writeBytes(payload));
            }
            case 5 -> new Packet.CloseDial(id);
            default -> new Packet.Drain();
        };
    }

    private static String text(Packet packet) {
        return packet instanceof Packet.Data data
                ? "%d %s %s"
                        .formatted(
                                data.connectId(), data.error(), ByteBufUtil.hexDump(data.payload()))
                : packet.toString();
    }

    private static void drop(Packet packet) {
        if (packet instanceof Packet.Data data) {
            data.payload().release();
        }
    }

    private String encoded(Packet packet) {
        var message = PacketCodec.encode(buffers.allocator(), packet);
        var hex = ByteBufUtil.hexDump(message);
        message.release();
        return hex;
    }

    private static Packet decoded(String hex) throws WireException {
        var message = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
        return PacketCodec.decode(message, 0, message.readableBytes());
    }
}
