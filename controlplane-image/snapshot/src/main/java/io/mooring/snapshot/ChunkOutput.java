package io.mooring.snapshot;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Cuts what is written into chunks and writes them encrypted. Closing writes the last one, and
/// leaves the stream below open.
final class ChunkOutput extends OutputStream {

    private final DataOutputStream out;
    private final ChunkCipher cipher;
    private final byte[] buffer = new byte[ChunkCipher.CHUNK_BYTES];
    private int filled;
    private boolean closed;

    ChunkOutput(DataOutputStream out, ChunkCipher cipher) {
        this.out = out;
        this.cipher = cipher;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int rest = length;
        while (rest > 0) {
            if (filled == buffer.length) {
                chunk(false);
            }
            int part = Math.min(rest, buffer.length - filled);
            System.arraycopy(bytes, at, buffer, filled, part);
            filled += part;
            at += part;
            rest -= part;
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            chunk(true);
        }
    }

    private void chunk(boolean last) throws IOException {
        byte[] encrypted = cipher.encrypt(buffer, filled, last);
        out.writeInt(encrypted.length);
        out.writeByte(last ? 1 : 0);
        out.write(encrypted);
        filled = 0;
    }
}
