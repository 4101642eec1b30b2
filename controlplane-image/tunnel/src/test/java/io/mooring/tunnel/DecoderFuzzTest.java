package io.mooring.tunnel;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mooring.tunnel.http2.Http2Connection;
import io.mooring.tunnel.http2.Http2Limits;
import io.mooring.tunnel.http2.Http2Stream;
import io.mooring.tunnel.testkit.CountingBuffers;
import io.mooring.tunnel.tls.ClientHello;
import io.mooring.tunnel.wire.Packet;
import io.mooring.tunnel.wire.PacketAssembler;
import io.mooring.tunnel.wire.PacketCodec;
import io.mooring.tunnel.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whatever strangers send: no decoder throws what it does not say it throws, keeps a buffer, or
/// reads the same bytes in two ways. `make fuzz` looks for more inputs; here the known ones are
/// tried.
final class DecoderFuzzTest {
    private static final String TIME = "20s";
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes();

    /// However the bytes are cut into frames, the packets are the same.
    @FuzzTest(maxDuration = TIME)
    void packets(FuzzedDataProvider data) {
        var cut = data.consumeInt(1, 64);
        var bytes = data.consumeRemainingAsBytes();
        var whole = packets(bytes, Math.max(1, bytes.length));
        var pieces = packets(bytes, cut);
        if (!whole.equals(pieces)) {
            throw new AssertionError(whole + " became " + pieces);
        }
    }

    private static List<String> packets(byte[] bytes, int step) {
        var buffers = new CountingBuffers();
        var texts = new ArrayList<String>();
        try (var assembler = new PacketAssembler(buffers.allocator())) {
            for (var at = 0; at < bytes.length; at += step) {
                var count = Math.min(step, bytes.length - at);
                var frame = buffers.allocator().buffer(count).writeBytes(bytes, at, count);
                assembler.feed(frame, packet -> texts.add(consumed(buffers, packet)));
            }
        } catch (WireException e) {
            texts.add("refused");
        }
        if (buffers.held() != 0) {
            throw new AssertionError(buffers.held() + " bytes were kept");
        }
        return texts;
    }

    /// A packet that was read is written and read again as it is.
    private static String consumed(CountingBuffers buffers, Packet packet) {
        if (packet instanceof Packet.Data data) {
            var text = data.connectId() + data.error() + ":" + hex(data.payload());
            data.payload().release();
            return text;
        }
        if (!(packet instanceof Packet.Unknown)) {
            var again = PacketCodec.encode(buffers.allocator(), packet);
            try {
                var read = decoded(again);
                if (!read.equals(packet)) {
                    throw new AssertionError(packet + " became " + read);
                }
            } catch (WireException e) {
                throw new AssertionError("cannot read what was written: " + packet, e);
            } finally {
                again.release();
            }
        }
        return packet.toString();
    }

    private static Packet decoded(ByteBuf message) throws WireException {
        var prefix = PacketCodec.PREFIX_BYTES;
        var start = message.readerIndex() + prefix;
        return PacketCodec.decode(message, start, message.readableBytes() - prefix);
    }

    private static String hex(ByteBuf bytes) {
        return io.netty.buffer.ByteBufUtil.hexDump(bytes);
    }

    @FuzzTest(maxDuration = TIME)
    void connectLine(byte[] bytes) {
        ConnectRequest.parse(Unpooled.wrappedBuffer(bytes));
    }

    @FuzzTest(maxDuration = TIME)
    void clientHello(byte[] bytes) {
        ClientHello.parse(Unpooled.wrappedBuffer(bytes));
    }

    @FuzzTest(maxDuration = TIME)
    void identifiers(FuzzedDataProvider data) {
        try {
            AgentIdentifiers.parse(data.consumeRemainingAsAsciiString()).names();
        } catch (IllegalArgumentException e) {
            return;
        }
    }

    /// Frames and HPACK, as an agent that has not been authenticated could send them: however they
    /// are cut, the same is heard and answered, and no buffer is kept.
    @FuzzTest(maxDuration = TIME)
    void frames(FuzzedDataProvider data) {
        var cut = data.consumeInt(1, 64);
        var bytes = data.consumeRemainingAsBytes();
        var whole = frames(bytes, Math.max(1, bytes.length));
        var pieces = frames(bytes, cut);
        if (!whole.equals(pieces)) {
            throw new AssertionError(whole + " became " + pieces);
        }
    }

    private static String frames(byte[] bytes, int step) {
        var buffers = new CountingBuffers();
        var heard = new Heard();
        var channel = new EmbeddedChannel();
        channel.config().setAllocator(buffers.allocator());
        var limits = new Http2Limits(1 << 16, 1 << 16, 1 << 17, 4, 20, 1 << 12);
        channel.pipeline().addLast(new Http2Connection(limits, heard, _ -> {}));
        channel.writeInbound(Unpooled.copiedBuffer(PREFACE));
        for (var at = 0; at < bytes.length && channel.isOpen(); at += step) {
            var count = Math.min(step, bytes.length - at);
            channel.writeInbound(Unpooled.copiedBuffer(bytes, at, count));
        }
        channel.flush();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            heard.text.append(hex(out));
            out.release();
        }
        channel.finishAndReleaseAll();
        if (buffers.held() != 0) {
            throw new AssertionError(buffers.held() + " bytes were kept");
        }
        return heard.text.toString();
    }

    private static final class Heard implements Http2Connection.Requests {
        private final StringBuilder text = new StringBuilder();

        @Override
        public Http2Stream.Listener opened(Http2Stream stream, Http2Headers headers) {
            text.append(headers);
            if (headers.contains("refuse")) {
                stream.finish(List.of(Map.entry("grpc-status", "2")));
            } else {
                stream.answer(List.of());
            }
            return new Echo(stream, text);
        }
    }

    private record Echo(Http2Stream stream, StringBuilder text) implements Http2Stream.Listener {
        @Override
        public void data(ByteBuf in, int length) {
            var bytes = in.slice(in.readerIndex(), length);
            text.append(hex(bytes));
            stream.send(stream.connection().channel().alloc().buffer().writeBytes(bytes));
        }

        @Override
        public void consumed(int windowBytes) {
            stream.credit(windowBytes);
        }

        @Override
        public void ended() {
            stream.finish(List.of());
        }

        @Override
        public void written(int bytes) {}

        @Override
        public void lost(String reason) {
            text.append(reason);
        }
    }
}
