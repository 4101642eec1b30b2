package io.mooring.tunnel.wire;

import io.netty.buffer.ByteBuf;

/// Finds the payload of a data packet in the one form that everybody writes: type, body, connectID,
/// payload, each once and in this order. Nearly all packets are such, and this makes no object.
final class PlainData {
    static final long OTHER = -1;

    private static final int TYPE_AND_BODY_TAG =
            0x0408 | (4 << 3 | ProtoReader.LENGTH_DELIMITED) << 16;
    private static final int FIXED_BYTES = 3;
    private static final int ID_TAG = 1 << 3;
    private static final int PAYLOAD_TAG = 3 << 3 | ProtoReader.LENGTH_DELIMITED;
    private static final int READ_BYTES = 2 * Long.BYTES;
    private static final int HEAD_BITS = 5;

    private PlainData() {}

    /// The connectID and how many bytes come before the payload, which is the rest of the message;
    /// [#OTHER] when the message has another form, well-formed or not.
    static long head(ByteBuf message, int index, int length) {
        if (length < READ_BYTES) {
            return OTHER;
        }
        // The head lies in two words, from which each part is shifted out: a ByteBuf checks each
        // byte that it is asked for.
        var low = message.getLongLE(index);
        if ((low & 0xffffff) != TYPE_AND_BODY_TAG) {
            return OTHER;
        }
        var high = message.getLongLE(index + Long.BYTES);
        low = low >>> 24 | high << 40;
        high >>>= 24;
        var body = varint(low);
        var size = ProtoWriter.varintSize(body);
        var at = FIXED_BYTES + size;
        low = low >>> 8 * size | high << 64 - 8 * size;
        high >>>= 8 * size;
        if (body != length - at || (low & 0xff) != ID_TAG) {
            return OTHER;
        }
        low = low >>> 8 | high << 56;
        high >>>= 8;
        var id = varint(low);
        size = ProtoWriter.varintSize(id);
        low = low >>> 8 * size | high << 64 - 8 * size;
        at += 1 + size;
        if (id <= 0 || (low & 0xff) != PAYLOAD_TAG) {
            return OTHER;
        }
        var bytes = varint(low >>> 8);
        at += 1 + ProtoWriter.varintSize(bytes);
        return bytes >= 0 && bytes == length - at && at <= READ_BYTES
                ? id << HEAD_BITS | at
                : OTHER;
    }

    static long connectId(long head) {
        return head >>> HEAD_BITS;
    }

    static int headBytes(long head) {
        return (int) head & (1 << HEAD_BITS) - 1;
    }

    /// The number of five bytes at most that the word begins with, written as short as can be; -1
    /// when there is none.
    private static long varint(long word) {
        var value = 0L;
        for (int shift = 0, from = 0; shift < 35; shift += 7, from += 8) {
            var b = word >>> from & 0xff;
            value |= (b & 0x7f) << shift;
            if (b < 0x80) {
                return b == 0 && shift > 0 ? -1 : value;
            }
        }
        return -1;
    }
}
