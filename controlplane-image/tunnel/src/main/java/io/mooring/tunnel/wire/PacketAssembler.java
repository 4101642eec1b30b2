package io.mooring.tunnel.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// Cuts the bytes of one gRPC stream into packets. Not thread-safe; the owner closes it.
///
/// A message that lies within one HTTP/2 frame is read where it lies, and a payload is handed on
/// where it lies. Only a message that spans frames is gathered into a buffer of its own, which then
/// keeps none of the frames alive.
public final class PacketAssembler implements AutoCloseable {
    /// What grpc-go accepts unless told otherwise.
    public static final int MAX_MESSAGE_BYTES = 4 << 20;

    /// What packets are handed to.
    @FunctionalInterface
    public interface Sink {
        /// Takes the packet over.
        void packet(Packet packet);

        /// A data packet, whose payload is so many bytes of `in`, which stays as it is.
        default void data(long connectId, ByteBuf in, int index, int length) {
            packet(new Packet.Data(connectId, "", in.retainedSlice(index, length)));
        }
    }

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf partial;

    public PacketAssembler(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /// Takes `frame` over, whatever happens, and hands each complete packet to `sink` in order.
    public void feed(ByteBuf frame, Sink sink) throws WireException {
        try {
            feed(frame, frame.readableBytes(), sink);
        } finally {
            frame.release();
        }
    }

    /// Reads the next `bytes` of `in`, which keeps its indices, and hands each complete packet to
    /// `sink` in order.
    public void feed(ByteBuf in, int bytes, Sink sink) throws WireException {
        var end = in.readerIndex() + bytes;
        var at = finishPartial(in, in.readerIndex(), end, sink);
        while (at < end) {
            var available = end - at - PacketCodec.PREFIX_BYTES;
            var length = available < 0 ? Integer.MAX_VALUE : messageLength(in, at);
            if (length > available) {
                partial = allocator.buffer(Math.min((end - at) * 2, 1 << 15));
                partial.writeBytes(in, at, end - at);
                return;
            }
            hand(in, at + PacketCodec.PREFIX_BYTES, length, sink);
            at += PacketCodec.PREFIX_BYTES + length;
        }
    }

    /// Returns where to go on in `in`.
    private int finishPartial(ByteBuf in, int start, int end, Sink sink) throws WireException {
        var gathered = partial;
        if (gathered == null) {
            return start;
        }
        var at = take(in, start, end, gathered, PacketCodec.PREFIX_BYTES);
        if (gathered.readableBytes() < PacketCodec.PREFIX_BYTES) {
            return at;
        }
        var length = messageLength(gathered, gathered.readerIndex());
        at = take(in, at, end, gathered, PacketCodec.PREFIX_BYTES + length);
        if (gathered.readableBytes() < PacketCodec.PREFIX_BYTES + length) {
            return at;
        }
        partial = null;
        try {
            hand(gathered, PacketCodec.PREFIX_BYTES, length, sink);
        } finally {
            gathered.release();
        }
        return at;
    }

    private static void hand(ByteBuf message, int index, int length, Sink sink)
            throws WireException {
        var head = PlainData.head(message, index, length);
        if (head == PlainData.OTHER) {
            sink.packet(PacketCodec.decodeAny(message, index, length));
        } else {
            var before = PlainData.headBytes(head);
            sink.data(PlainData.connectId(head), message, index + before, length - before);
        }
    }

    private static int take(ByteBuf from, int at, int end, ByteBuf to, int wanted) {
        var count = Math.min(wanted - to.readableBytes(), end - at);
        if (count <= 0) {
            return at;
        }
        to.writeBytes(from, at, count);
        return at + count;
    }

    private static int messageLength(ByteBuf buffer, int index) throws WireException {
        if (buffer.getByte(index) != 0) {
            throw new WireException("the message is compressed, and no compression was offered");
        }
        var length = buffer.getUnsignedInt(index + 1);
        if (length > MAX_MESSAGE_BYTES) {
            throw new WireException(
                    "the message has %d bytes, more than the %d allowed"
                            .formatted(length, MAX_MESSAGE_BYTES));
        }
        return (int) length;
    }

    @Override
    public void close() {
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }
}
