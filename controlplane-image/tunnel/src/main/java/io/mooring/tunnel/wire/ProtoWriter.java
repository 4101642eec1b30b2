package io.mooring.tunnel.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/// Writes the body of one small packet and wraps it. Zero values are left out, as proto3 does.
final class ProtoWriter {
    private static final int HEADROOM = PacketCodec.PREFIX_BYTES + 2 + 1 + 5;

    private final ByteBuf buffer;

    ProtoWriter(ByteBufAllocator allocator) {
        buffer = allocator.buffer(128);
        buffer.setIndex(HEADROOM, HEADROOM);
    }

    ProtoWriter string(int field, String value) {
        if (!value.isEmpty()) {
            buffer.writeByte(field << 3 | ProtoReader.LENGTH_DELIMITED);
            varint(buffer, ByteBufUtil.utf8Bytes(value));
            ByteBufUtil.writeUtf8(buffer, value);
        }
        return this;
    }

    ProtoWriter number(int field, long value) {
        number(buffer, field, value);
        return this;
    }

    /// Puts type, body tag, body length and the gRPC prefix in front of what was written.
    ByteBuf message(int type, int bodyField) {
        var end = buffer.writerIndex();
        var body = end - HEADROOM;
        var start = HEADROOM - varintSize(body) - 1 - (type == 0 ? 0 : 2);
        buffer.setIndex(start - PacketCodec.PREFIX_BYTES, start - PacketCodec.PREFIX_BYTES);
        buffer.writeByte(0).writeInt(end - start);
        if (type != 0) {
            buffer.writeByte(1 << 3).writeByte(type);
        }
        buffer.writeByte(bodyField << 3 | ProtoReader.LENGTH_DELIMITED);
        varint(buffer, body);
        return buffer.writerIndex(end);
    }

    static void number(ByteBuf buffer, int field, long value) {
        if (value != 0) {
            buffer.writeByte(field << 3);
            varint(buffer, value);
        }
    }

    static int numberSize(long value) {
        return value == 0 ? 0 : 1 + varintSize(value);
    }

    static int varintSize(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    static void varint(ByteBuf buffer, long value) {
        var rest = value;
        while ((rest & ~0x7fL) != 0) {
            buffer.writeByte((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        buffer.writeByte((int) rest);
    }
}
