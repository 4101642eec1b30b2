package io.mooring.tunnel.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Reads a data packet in the one form that everybody writes: type, body, connectID, payload, each
/// once and in this order. Nearly all packets are such, and this makes nothing but the packet.
final class PlainData {
    private static final int TYPE_IS_DATA = 0x0804;
    private static final int BODY_TAG = 4 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int ID_TAG = 1 << 3;
    private static final int PAYLOAD_TAG = 3 << 3 | ProtoReader.LENGTH_DELIMITED;

    private PlainData() {}

    /// Null when the message has another form, well-formed or not.
    static Packet.@Nullable Data decode(ByteBuf message, int index, int length) {
        var end = index + length;
        if (length < 8
                || message.getUnsignedShort(index) != TYPE_IS_DATA
                || message.getByte(index + 2) != BODY_TAG) {
            return null;
        }
        var at = index + 3;
        var body = varint(message, at, end);
        at += ProtoWriter.varintSize(body);
        if (body != end - at || at >= end || message.getByte(at) != ID_TAG) {
            return null;
        }
        var id = varint(message, ++at, end);
        at += ProtoWriter.varintSize(id);
        if (id <= 0 || at >= end || message.getByte(at) != PAYLOAD_TAG) {
            return null;
        }
        var bytes = varint(message, ++at, end);
        at += ProtoWriter.varintSize(bytes);
        if (bytes < 0 || bytes != end - at) {
            return null;
        }
        return new Packet.Data(id, "", message.retainedSlice(at, (int) bytes));
    }

    /// A number of five bytes at most and written as short as can be; -1 when it is not.
    private static long varint(ByteBuf message, int start, int end) {
        var value = 0L;
        for (int at = start, shift = 0; at < end && shift < 35; at++, shift += 7) {
            var b = message.getByte(at);
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return b == 0 && shift > 0 ? -1 : value;
            }
        }
        return -1;
    }
}
