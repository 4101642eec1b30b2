package io.mooring.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Writes many small payloads of one turn of the event loop as few big ones: each write costs a
/// promise, and the kernel or TLS a call. What is copied keeps no received buffer alive.
///
/// Sees to it that the channel is flushed, whose handler is to call [#write] then.
final class GatheredWrites implements Flusher.Due {
    private static final int CHUNK = 64 << 10;
    private static final int WORTH_NO_COPY = 16 << 10;
    private static final int LEAST = 512;
    private static final int WORDS = 2 << 10;
    private static final int RECORD = 16 << 10;
    private static final int MOST_TURNS = 4;

    private final ChannelHandlerContext context;
    private final Flusher flusher;
    private final IntConsumer written;
    private final Deque<ByteBuf> full = new ArrayDeque<>(2);
    private @Nullable ByteBuf chunk;
    private int bytes;
    private int guess = LEAST;
    private boolean marked;

    /// @param written hears how many bytes have left for the socket, or were dropped
    GatheredWrites(ChannelHandlerContext context, Flusher flusher, IntConsumer written) {
        this.context = context;
        this.flusher = flusher;
        this.written = written;
    }

    /// Now, or later: what is more than a few words and less than a TLS record waits for more for
    /// some turns, which take microseconds when none comes.
    @Override
    public boolean flush(int turns) {
        var now = bytes < WORDS || bytes >= RECORD || turns >= MOST_TURNS;
        if (marked && now) {
            context.channel().flush();
        }
        return now;
    }

    /// Copies or retains so many bytes of `in`.
    void add(ByteBuf in, int index, int length) {
        if (!marked) {
            marked = true;
            flusher.add(this);
        }
        bytes += length;
        if (length >= WORTH_NO_COPY) {
            seal();
            full.add(in.retainedSlice(index, length));
            return;
        }
        var at = index;
        var left = length;
        while (left > 0) {
            var out = chunk == null ? begin(left) : chunk;
            var count = Math.min(left, CHUNK - out.writerIndex());
            out.writeBytes(in, at, count);
            at += count;
            left -= count;
            if (out.writerIndex() == CHUNK) {
                seal();
            }
        }
    }

    private ByteBuf begin(int least) {
        var made = context.alloc().buffer(Math.max(least, guess), CHUNK);
        chunk = made;
        return made;
    }

    private void seal() {
        if (chunk != null) {
            full.add(chunk);
            chunk = null;
        }
    }

    /// Hands everything to the channel, which is still to be flushed.
    void write() {
        marked = false;
        seal();
        guess = Math.clamp(bytes, LEAST, CHUNK);
        bytes = 0;
        for (var out = full.poll(); out != null; out = full.poll()) {
            var count = out.readableBytes();
            context.write(out).addListener(_ -> written.accept(count));
        }
    }
}
