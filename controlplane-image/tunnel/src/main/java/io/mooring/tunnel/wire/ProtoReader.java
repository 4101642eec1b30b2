package io.mooring.tunnel.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// A cursor over the protobuf fields in one range of a buffer. Touches no reader index.
final class ProtoReader {
    static final int VARINT = 0;
    static final int LENGTH_DELIMITED = 2;
    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;

    private final ByteBuf buffer;
    private final int end;
    private int position;
    private int field;
    private int wireType;

    ProtoReader(ByteBuf buffer, int index, int length) {
        this.buffer = buffer;
        this.position = index;
        this.end = index + length;
    }

    /// Reads the next tag; false at the end of the range.
    boolean next() throws WireException {
        if (position == end) {
            return false;
        }
        var tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (tag >>> 32 != 0 || field == 0) {
            throw new WireException("malformed packet: invalid field tag " + tag);
        }
        return true;
    }

    boolean at(int wantedField, int wantedType) {
        return field == wantedField && wireType == wantedType;
    }

    int field() {
        return field;
    }

    int wireType() {
        return wireType;
    }

    int position() {
        return position;
    }

    long varint() throws WireException {
        var value = 0L;
        for (var shift = 0; shift < 70; shift += 7) {
            if (position == end) {
                throw new WireException("malformed packet: it ends within a number");
            }
            var b = buffer.getByte(position++);
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new WireException("malformed packet: a number is longer than ten bytes");
    }

    /// Reads a length and leaves the position at the first byte of that many; the caller skips
    /// them.
    int length() throws WireException {
        var length = varint();
        if (length < 0 || length > end - position) {
            throw new WireException(
                    "malformed packet: a field says %d bytes where %d are left"
                            .formatted(length, end - position));
        }
        return (int) length;
    }

    void advance(int bytes) {
        position += bytes;
    }

    String string() throws WireException {
        var length = length();
        var text = buffer.toString(position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    void skip() throws WireException {
        switch (wireType) {
            case VARINT -> varint();
            case LENGTH_DELIMITED -> advance(length());
            case FIXED64 -> skipFixed(8);
            case FIXED32 -> skipFixed(4);
            default -> throw new WireException("malformed packet: wire type " + wireType);
        }
    }

    private void skipFixed(int bytes) throws WireException {
        if (end - position < bytes) {
            throw new WireException("malformed packet: it ends within a fixed-size field");
        }
        position += bytes;
    }
}
