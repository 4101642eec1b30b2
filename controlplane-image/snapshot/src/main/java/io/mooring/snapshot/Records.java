package io.mooring.snapshot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The records inside of a snapshot.
final class Records {

    private static final int FILE = 1;
    private static final int KEY = 2;
    private static final int END = 3;
    private static final int LARGEST_NAME = 4 << 10;
    private static final int LARGEST_KEY = 64 << 10;
    private static final int LARGEST_VALUE = 64 << 20;

    private Records() {}

    static void file(DataOutputStream out, String name, byte[] bytes) throws IOException {
        out.writeByte(FILE);
        block(out, name.getBytes(StandardCharsets.UTF_8), LARGEST_NAME);
        block(out, bytes, LARGEST_VALUE);
    }

    static void key(DataOutputStream out, byte[] key, byte[] value, long seconds)
            throws IOException {
        out.writeByte(KEY);
        block(out, key, LARGEST_KEY);
        block(out, value, LARGEST_VALUE);
        out.writeLong(seconds);
    }

    static void end(DataOutputStream out, long keys, int files) throws IOException {
        out.writeByte(END);
        out.writeLong(keys);
        out.writeInt(files);
    }

    /// Hands all records over and reads to the end of the stream.
    ///
    /// @throws IOException if they are not what the header says
    static void read(DataInputStream in, SnapshotInfo info, Contents contents) throws IOException {
        long keys = 0;
        int files = 0;
        int kind = in.readByte();
        while (kind != END) {
            switch (kind) {
                case FILE -> {
                    String name = new String(block(in, LARGEST_NAME), StandardCharsets.UTF_8);
                    contents.files().put(name, block(in, LARGEST_VALUE));
                    files++;
                }
                case KEY -> {
                    byte[] key = block(in, LARGEST_KEY);
                    contents.keys().key(key, block(in, LARGEST_VALUE), in.readLong());
                    keys++;
                }
                default -> throw new IOException("a record of kind " + kind);
            }
            kind = in.readByte();
        }
        boolean whole = in.readLong() == keys && in.readInt() == files && in.read() < 0;
        if (!whole || keys != info.keys() || files != info.files()) {
            throw new IOException(
                    "%d keys and %d files, not as many as were to be".formatted(keys, files));
        }
    }

    private static void block(DataOutputStream out, byte[] bytes, int most) throws IOException {
        if (bytes.length > most) {
            throw new IOException(
                    "%d bytes in one piece, a snapshot takes %d".formatted(bytes.length, most));
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] block(DataInputStream in, int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("a piece of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length != length) {
            throw new IOException("a piece that ends early");
        }
        return bytes;
    }
}
