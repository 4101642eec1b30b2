package io.mooring.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a connection is about to send. Frames of control are written down at once; bytes of streams
/// when the connection is flushed, a frame of each stream in turn, as far as the windows go and the
/// channel takes them.
@SuppressWarnings(
        "FutureReturnValueIgnored") // a failed write or close ends the channel, which is seen
final class Outbox {
    private static final int CHUNK = 64 << 10;
    private static final int SMALL = 256;
    private static final int STATUS_200 = 0x88;
    private static final int TABLE_SIZE_0 = 0x20;

    private final ChannelHandlerContext context;
    private final Deque<Http2Stream> ready = new ArrayDeque<>(4);
    private @Nullable ByteBuf chunk;
    private @Nullable Sent sent;
    private long window = FrameType.DEFAULT_WINDOW;
    private int maxFrame = FrameType.DEFAULT_MAX_FRAME;
    private boolean announceTableSize;

    Outbox(ChannelHandlerContext context) {
        this.context = context;
    }

    void maxFrame(int bytes) {
        maxFrame = Math.min(bytes, CHUNK / 2);
    }

    /// The client limits its decoder's table: the next headers say that none is used.
    void tableSize() {
        announceTableSize = true;
    }

    /// False when the window is more than there can be.
    boolean widen(int bytes) {
        window += bytes;
        return window <= Integer.MAX_VALUE;
    }

    void ready(Http2Stream stream) {
        if (!stream.ready) {
            stream.ready = true;
            ready.add(stream);
        }
    }

    private ByteBuf room(int bytes) {
        var open = chunk;
        if (open != null && open.writableBytes() >= bytes) {
            return open;
        }
        writeOut();
        var made = context.alloc().buffer(Math.max(bytes, SMALL), CHUNK + FrameType.HEADER_BYTES);
        chunk = made;
        return made;
    }

    private ByteBuf frame(int payload, int type, int flags, int stream) {
        var out = room(FrameType.HEADER_BYTES + payload);
        return out.writeMedium(payload).writeByte(type).writeByte(flags).writeInt(stream);
    }

    void settings(int streamWindow, int maxStreams, int maxHeaderBytes) {
        frame(18, FrameType.SETTINGS, 0, 0)
                .writeShort(3)
                .writeInt(maxStreams)
                .writeShort(4)
                .writeInt(streamWindow)
                .writeShort(6)
                .writeInt(maxHeaderBytes);
    }

    void settingsRead() {
        frame(0, FrameType.SETTINGS, FrameType.FLAG_ACK, 0);
    }

    void ping(long content, boolean answer) {
        frame(Long.BYTES, FrameType.PING, answer ? FrameType.FLAG_ACK : 0, 0).writeLong(content);
    }

    void windowUpdate(int stream, int bytes) {
        frame(Integer.BYTES, FrameType.WINDOW_UPDATE, 0, stream).writeInt(bytes);
    }

    void reset(int stream, long error) {
        frame(Integer.BYTES, FrameType.RST_STREAM, 0, stream).writeInt((int) error);
    }

    void goAway(int lastStream, long error, String reason) {
        var text = reason.substring(0, Math.min(reason.length(), 200));
        frame(8 + ByteBufUtil.utf8Bytes(text), FrameType.GOAWAY, 0, 0)
                .writeInt(lastStream)
                .writeInt((int) error);
        ByteBufUtil.writeUtf8(room(0), text);
    }

    /// Headers that are in no table, and `:status: 200` in front if asked for.
    void headers(
            int stream,
            List<Map.Entry<String, String>> headers,
            boolean withStatus,
            boolean endOfStream) {
        var block = context.alloc().buffer(SMALL);
        if (announceTableSize) {
            announceTableSize = false;
            block.writeByte(TABLE_SIZE_0);
        }
        if (withStatus) {
            block.writeByte(STATUS_200);
        }
        for (var header : headers) {
            block.writeByte(0);
            text(block, header.getKey());
            text(block, header.getValue());
        }
        var end = endOfStream ? FrameType.FLAG_END_STREAM : 0;
        var first = true;
        while (first || block.isReadable()) {
            var count = Math.min(block.readableBytes(), FrameType.DEFAULT_MAX_FRAME);
            var last = count == block.readableBytes() ? FrameType.FLAG_END_HEADERS : 0;
            var type = first ? FrameType.HEADERS : FrameType.CONTINUATION;
            frame(count, type, last | (first ? end : 0), stream).writeBytes(block, count);
            first = false;
        }
        block.release();
    }

    /// A string of HPACK, not compressed.
    private static void text(ByteBuf out, String text) {
        var rest = text.length() - 127;
        out.writeByte(Math.min(text.length(), 127));
        if (rest >= 0) {
            for (; rest >= 128; rest >>>= 7) {
                out.writeByte(rest & 0x7f | 0x80);
            }
            out.writeByte(rest);
        }
        for (var i = 0; i < text.length(); i++) {
            out.writeByte(text.charAt(i));
        }
    }

    /// Hands to the channel what may be sent now.
    void pump() {
        if (context.channel().isWritable()) {
            ready.forEach(Http2Stream::sending);
        }
        for (var turns = ready.size(); turns > 0 && !ready.isEmpty(); turns--) {
            if (!context.channel().isWritable()) {
                break;
            }
            var stream = ready.remove();
            stream.ready = false;
            var bytes = (int) Math.min(Math.min(stream.sendable(), window), maxFrame);
            if (bytes > 0) {
                data(stream, bytes);
                if (stream.sendable() > 0) {
                    ready(stream);
                    turns++;
                }
            } else if (stream.sendable() > 0) {
                ready(stream);
            }
            if (stream.endsNow()) {
                stream.writeTrailers();
            }
        }
        writeOut();
    }

    private void data(Http2Stream stream, int bytes) {
        if (chunk == null) {
            room(Math.min(CHUNK, waiting(stream)));
        }
        stream.copyInto(frame(bytes, FrameType.DATA, 0, stream.id()), bytes);
        window -= bytes;
        sent = Sent.and(sent, stream, bytes);
    }

    /// About how many bytes may go out with those of `stream`.
    private int waiting(Http2Stream stream) {
        var bytes = (long) stream.sendable() + stream.sendable() / 512 + SMALL;
        for (var other : ready) {
            if (bytes >= CHUNK) {
                break;
            }
            bytes += other.sendable() + FrameType.HEADER_BYTES;
        }
        return (int) Math.min(CHUNK, bytes);
    }

    private void writeOut() {
        var out = chunk;
        if (out == null) {
            return;
        }
        chunk = null;
        var parts = sent;
        sent = null;
        if (parts == null) {
            context.write(out, context.voidPromise());
        } else {
            context.write(out).addListener(_ -> Sent.written(parts));
        }
    }

    /// Gives back what was not handed over.
    void close() {
        ready.clear();
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
        Sent.written(sent);
        sent = null;
    }
}
