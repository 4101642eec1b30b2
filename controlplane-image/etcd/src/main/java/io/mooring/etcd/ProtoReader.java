package io.mooring.etcd;

import java.util.Arrays;

/// Reads protobuf messages field by field:
///
///     while (reader.next()) { switch (reader.field()) { case 1 -> reader.number(); default -> reader.skip(); } }
///
/// Whatever the bytes are, it answers or throws [EtcdFailure]; it never reads past its end.
final class ProtoReader {

    private static final int LONGEST_VARINT = 10;

    private final byte[] data;
    private final int end;
    private int position;
    private int field;
    private int wireType;

    ProtoReader(byte[] data) {
        this(data, 0, data.length);
    }

    private ProtoReader(byte[] data, int start, int end) {
        this.data = data;
        this.position = start;
        this.end = end;
    }

    /// Goes on to the next field, whose value must be taken or skipped; false at the end.
    boolean next() {
        if (position == end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (field <= 0) {
            throw damaged("field number " + field);
        }
        return true;
    }

    int field() {
        return field;
    }

    long number() {
        require(0);
        return varint();
    }

    byte[] bytes() {
        int length = length();
        position += length;
        return Arrays.copyOfRange(data, position - length, position);
    }

    ProtoReader message() {
        int length = length();
        position += length;
        return new ProtoReader(data, position - length, position);
    }

    void skip() {
        switch (wireType) {
            case 0 -> varint();
            case 1 -> advance(8);
            case 2 -> advance(length());
            case 5 -> advance(4);
            default -> throw damaged("wire type " + wireType);
        }
    }

    private int length() {
        require(2);
        long length = varint();
        if (length < 0 || length > end - position) {
            throw damaged("a length of " + length + " with " + (end - position) + " bytes left");
        }
        return (int) length;
    }

    private void advance(int bytes) {
        if (bytes > end - position) {
            throw damaged("a field that ends early");
        }
        position += bytes;
    }

    private long varint() {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT && position < end; i++) {
            byte next = data[position++];
            value |= (long) (next & 0x7F) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw damaged("a number without end");
    }

    private void require(int expected) {
        if (wireType != expected) {
            throw damaged("field %d has wire type %d".formatted(field, wireType));
        }
    }

    private static EtcdFailure damaged(String what) {
        return new EtcdFailure(
                EtcdFailure.Kind.REFUSED, "the data store's answer is no message: " + what);
    }
}
