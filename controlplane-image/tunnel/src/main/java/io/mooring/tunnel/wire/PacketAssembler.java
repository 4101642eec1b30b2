package io.mooring.tunnel.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Cuts the bytes of one gRPC stream into packets. Not thread-safe; the owner closes it.
///
/// A message that lies within one HTTP/2 frame is read where it lies and its payload is a slice of
/// that frame. Only a message that spans frames is gathered into a buffer of its own, which then
/// keeps none of the frames alive.
public final class PacketAssembler implements AutoCloseable {
    /// What grpc-go accepts unless told otherwise.
    public static final int MAX_MESSAGE_BYTES = 4 << 20;

    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf partial;

    public PacketAssembler(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /// Takes `frame` over, whatever happens, and hands each complete packet to `sink` in order.
    public void feed(ByteBuf frame, Consumer<Packet> sink) throws WireException {
        try {
            finishPartial(frame, sink);
            while (partial == null && frame.isReadable()) {
                var available = frame.readableBytes() - PacketCodec.PREFIX_BYTES;
                var length = available < 0 ? Integer.MAX_VALUE : messageLength(frame);
                if (length > available) {
                    partial = allocator.buffer(Math.min(frame.readableBytes() * 2, 1 << 15));
                    partial.writeBytes(frame);
                } else {
                    var start = frame.readerIndex() + PacketCodec.PREFIX_BYTES;
                    var packet = PacketCodec.decode(frame, start, length);
                    frame.readerIndex(start + length);
                    sink.accept(packet);
                }
            }
        } finally {
            frame.release();
        }
    }

    private void finishPartial(ByteBuf frame, Consumer<Packet> sink) throws WireException {
        var gathered = partial;
        if (gathered == null) {
            return;
        }
        take(frame, gathered, PacketCodec.PREFIX_BYTES);
        if (gathered.readableBytes() < PacketCodec.PREFIX_BYTES) {
            return;
        }
        var length = messageLength(gathered);
        take(frame, gathered, PacketCodec.PREFIX_BYTES + length);
        if (gathered.readableBytes() < PacketCodec.PREFIX_BYTES + length) {
            return;
        }
        partial = null;
        Packet packet;
        try {
            packet = PacketCodec.decode(gathered, PacketCodec.PREFIX_BYTES, length);
        } finally {
            gathered.release();
        }
        sink.accept(packet);
    }

    private static void take(ByteBuf from, ByteBuf to, int wanted) {
        var missing = wanted - to.readableBytes();
        if (missing > 0) {
            to.writeBytes(from, Math.min(missing, from.readableBytes()));
        }
    }

    private static int messageLength(ByteBuf buffer) throws WireException {
        var index = buffer.readerIndex();
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
