package io.mooring.provider.terraform;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Writes MessagePack.
final class MsgWriter {
    private final DataOutputStream out;

    private MsgWriter(DataOutputStream out) {
        this.out = out;
    }

    static byte[] write(Msg value) {
        var bytes = new ByteArrayOutputStream();
        try {
            new MsgWriter(new DataOutputStream(bytes)).value(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private void value(Msg value) throws IOException {
        switch (value) {
            case Msg.Nil _ -> out.writeByte(0xc0);
            case Msg.Bool(var flag) -> out.writeByte(flag ? 0xc3 : 0xc2);
            case Msg.Int(var number) -> whole(number);
            case Msg.Float(var number) -> {
                out.writeByte(0xcb);
                out.writeDouble(number);
            }
            case Msg.Str(var text) -> text(text);
            case Msg.Bin(var bytes) -> {
                head(bytes.length, 0, 0, 0xc4);
                out.write(bytes);
            }
            case Msg.Items(var items) -> {
                head(items.size(), 16, 0x90, 0xdb);
                for (var item : items) {
                    value(item);
                }
            }
            case Msg.Fields(var fields) -> {
                head(fields.size(), 16, 0x80, 0xdd);
                for (var field : fields.entrySet()) {
                    text(field.getKey());
                    value(field.getValue());
                }
            }
            case Msg.Unknown(var type, var range) -> {
                head(range.bytes().length, 0, 0, 0xc7);
                out.writeByte(type);
                out.write(range.bytes());
            }
        }
    }

    private void whole(long number) throws IOException {
        if (number >= -32 && number < 128) {
            out.writeByte((int) number);
        } else {
            out.writeByte(0xd3);
            out.writeLong(number);
        }
    }

    private void text(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        head(bytes.length, 32, 0xa0, 0xd9);
        out.write(bytes);
    }

    /// A count in the shortest form: in the first byte itself, or in one, two or four bytes after
    /// the codes that begin at `codes`. Arrays and maps have no code for one byte.
    private void head(int count, int inFirst, int first, int codes) throws IOException {
        if (count < inFirst) {
            out.writeByte(first | count);
        } else if (count < 0x100 && codes != 0xdb && codes != 0xdd) {
            out.writeByte(codes);
            out.writeByte(count);
        } else if (count < 0x10000) {
            out.writeByte(codes + 1);
            out.writeShort(count);
        } else {
            out.writeByte(codes + 2);
            out.writeInt(count);
        }
    }
}
