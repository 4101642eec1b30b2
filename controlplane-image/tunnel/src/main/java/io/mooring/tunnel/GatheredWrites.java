package io.mooring.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntConsumer;

/// Writes many small payloads of one turn of the event loop as few big ones: each write costs a
/// promise, and the kernel or TLS a call. What is copied keeps no received buffer alive.
final class GatheredWrites {
    private static final int CHUNK = 64 << 10;
    private static final int WORTH_NO_COPY = 16 << 10;

    private final ChannelHandlerContext context;
    private final IntConsumer written;
    private final Deque<ByteBuf> waiting = new ArrayDeque<>(2);
    private int waitingBytes;

    /// @param written hears how many bytes have left for the socket, or were dropped
    GatheredWrites(ChannelHandlerContext context, IntConsumer written) {
        this.context = context;
        this.written = written;
    }

    /// Takes the payload over.
    void add(ByteBuf payload) {
        waiting.add(payload);
        waitingBytes += payload.readableBytes();
    }

    /// Hands everything to the channel, which is still to be flushed.
    void write() {
        while (waitingBytes > 0) {
            var first = waiting.element();
            var bytes = first.readableBytes() >= WORTH_NO_COPY ? waiting.remove() : gather();
            var count = bytes.readableBytes();
            waitingBytes -= count;
            context.write(bytes).addListener(_ -> written.accept(count));
        }
    }

    private ByteBuf gather() {
        var chunk = context.alloc().buffer(Math.min(waitingBytes, CHUNK));
        while (chunk.isWritable() && !waiting.isEmpty()) {
            var next = waiting.element();
            chunk.writeBytes(next, Math.min(chunk.writableBytes(), next.readableBytes()));
            if (!next.isReadable()) {
                waiting.remove().release();
            }
        }
        return chunk;
    }
}
