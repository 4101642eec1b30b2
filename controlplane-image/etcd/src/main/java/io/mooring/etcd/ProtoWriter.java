package io.mooring.etcd;

import java.io.ByteArrayOutputStream;

/// Writes protobuf messages of numbers, bytes and messages. What is its default is left out, as the
/// format says.
final class ProtoWriter {

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ProtoWriter number(int field, long value) {
        if (value != 0) {
            varint((long) field << 3 | VARINT);
            varint(value);
        }
        return this;
    }

    ProtoWriter bytes(int field, byte[] value) {
        return value.length == 0 ? this : delimited(field, value);
    }

    /// A message is there even if it is empty.
    ProtoWriter message(int field, ProtoWriter inner) {
        return delimited(field, inner.toBytes());
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    private ProtoWriter delimited(int field, byte[] content) {
        varint((long) field << 3 | LENGTH_DELIMITED);
        varint(content.length);
        out.writeBytes(content);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
