package io.mooring.tunnel;

import io.mooring.tunnel.http2.Http2Stream;
import io.mooring.tunnel.wire.Packet;
import io.mooring.tunnel.wire.PacketCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;

/// Payloads of one connection that followed one another and go out as one packet: what reads
/// packets pays for each, not for their bytes.
final class DataRun {
    private static final int MOST_BYTES = 64 << 10;

    private final Deque<ByteBuf> payloads = new ArrayDeque<>(2);
    private long connectId;
    private int bytes;

    /// Whether [#add] may be called before [#sendOn].
    boolean takes(Packet.Data data) {
        return bytes == 0
                || data.connectId() == connectId
                        && bytes + data.payload().readableBytes() <= MOST_BYTES;
    }

    /// Takes the payload over.
    void add(Packet.Data data) {
        connectId = data.connectId();
        bytes += data.payload().readableBytes();
        payloads.add(data.payload());
    }

    /// Sends what was added, if anything was.
    ///
    /// @return how many bytes it takes besides the payload
    int sendOn(Http2Stream stream, ByteBufAllocator allocator) {
        if (bytes == 0) {
            return 0;
        }
        var head = PacketCodec.dataHead(allocator, connectId, bytes);
        var framing = head.readableBytes();
        stream.send(head);
        for (var next = payloads.poll(); next != null; next = payloads.poll()) {
            stream.send(next);
        }
        bytes = 0;
        return framing;
    }

    /// Gives up what was added.
    ///
    /// @return how many bytes it was
    int drop() {
        for (var next = payloads.poll(); next != null; next = payloads.poll()) {
            next.release();
        }
        var dropped = bytes;
        bytes = 0;
        return dropped;
    }
}
