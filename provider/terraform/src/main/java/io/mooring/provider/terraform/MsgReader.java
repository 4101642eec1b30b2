package io.mooring.provider.terraform;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Reads MessagePack. Whatever the bytes are, it ends with a value or a [MalformedValue] and
/// allocates no more than they hold.
final class MsgReader {
    private static final int DEEPEST = 100;

    /// An unknown value, plain or with what is known of its range.
    private static final List<Integer> UNKNOWNS = List.of(0, 12);

    private final ByteBuffer in;

    private MsgReader(byte[] bytes) {
        this.in = ByteBuffer.wrap(bytes);
    }

    static Msg read(byte[] bytes) {
        var reader = new MsgReader(bytes);
        try {
            var value = reader.value(0);
            if (reader.in.hasRemaining()) {
                throw new MalformedValue(reader.in.remaining() + " bytes after the value");
            }
            return value;
        } catch (BufferUnderflowException tooShort) {
            throw new MalformedValue("the value ends too early", tooShort);
        }
    }

    private Msg value(int depth) {
        if (depth > DEEPEST) {
            throw new MalformedValue("the value is nested deeper than " + DEEPEST);
        }
        var code = in.get() & 0xff;
        if (code < 0x80) {
            return new Msg.Int(code);
        }
        if (code >= 0xe0) {
            return new Msg.Int((byte) code);
        }
        if (code < 0x90) {
            return fields(code & 0x0f, depth);
        }
        if (code < 0xa0) {
            return items(code & 0x0f, depth);
        }
        if (code < 0xc0) {
            return new Msg.Str(text(code & 0x1f));
        }
        return switch (code) {
            case 0xc0 -> Msg.NIL;
            case 0xc2 -> new Msg.Bool(false);
            case 0xc3 -> new Msg.Bool(true);
            case 0xc4 -> new Msg.Bin(bytes(length(1)));
            case 0xc5 -> new Msg.Bin(bytes(length(2)));
            case 0xc6 -> new Msg.Bin(bytes(length(4)));
            case 0xc7 -> extension(length(1));
            case 0xc8 -> extension(length(2));
            case 0xc9 -> extension(length(4));
            case 0xca -> new Msg.Float(in.getFloat());
            case 0xcb -> new Msg.Float(in.getDouble());
            case 0xcc -> new Msg.Int(in.get() & 0xff);
            case 0xcd -> new Msg.Int(in.getShort() & 0xffff);
            case 0xce -> new Msg.Int(in.getInt() & 0xffffffffL);
            case 0xcf -> unsigned(in.getLong());
            case 0xd0 -> new Msg.Int(in.get());
            case 0xd1 -> new Msg.Int(in.getShort());
            case 0xd2 -> new Msg.Int(in.getInt());
            case 0xd3 -> new Msg.Int(in.getLong());
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> extension(1 << (code - 0xd4));
            case 0xd9 -> new Msg.Str(text(length(1)));
            case 0xda -> new Msg.Str(text(length(2)));
            case 0xdb -> new Msg.Str(text(length(4)));
            case 0xdc -> items(length(2), depth);
            case 0xdd -> items(length(4), depth);
            case 0xde -> fields(length(2), depth);
            case 0xdf -> fields(length(4), depth);
            default -> throw new MalformedValue("no value begins with byte 0x%02x".formatted(code));
        };
    }

    /// A length or count, of which each unit takes a byte at least.
    private int length(int size) {
        var length =
                switch (size) {
                    case 1 -> in.get() & 0xffL;
                    case 2 -> in.getShort() & 0xffffL;
                    default -> in.getInt() & 0xffffffffL;
                };
        if (length > in.remaining()) {
            throw new MalformedValue("the value ends too early");
        }
        return (int) length;
    }

    private byte[] bytes(int length) {
        if (length > in.remaining()) {
            throw new MalformedValue("the value ends too early");
        }
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private String text(int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(length)))
                    .toString();
        } catch (CharacterCodingException wrong) {
            throw new MalformedValue("a text is not UTF-8", wrong);
        }
    }

    private Msg items(int count, int depth) {
        var items = new ArrayList<Msg>();
        for (var i = 0; i < count; i++) {
            items.add(value(depth + 1));
        }
        return new Msg.Items(items);
    }

    private Msg fields(int count, int depth) {
        var fields = new LinkedHashMap<String, Msg>();
        for (var i = 0; i < count; i++) {
            if (!(value(depth + 1) instanceof Msg.Str(var name))) {
                throw new MalformedValue("the name of a field is no text");
            }
            if (fields.put(name, value(depth + 1)) != null) {
                throw new MalformedValue("field \"" + name + "\" is there twice");
            }
        }
        return new Msg.Fields(fields);
    }

    private Msg extension(int length) {
        var type = (int) in.get();
        var range = new Msg.Bin(bytes(length));
        if (!UNKNOWNS.contains(type)) {
            throw new MalformedValue("there is no extension type " + type);
        }
        return new Msg.Unknown(type, range);
    }

    private static Msg unsigned(long bits) {
        return bits >= 0
                ? new Msg.Int(bits)
                : new Msg.Str(new BigInteger(Long.toUnsignedString(bits)).toString());
    }
}
