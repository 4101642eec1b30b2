package io.mooring.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// So many bytes of a stream that may go on after them, and no fewer. Does not close it.
final class Exactly extends InputStream {

    private final InputStream in;
    private final long bytes;
    private long left;

    Exactly(InputStream in, long bytes) {
        this.in = in;
        this.bytes = bytes;
        this.left = bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw new EOFException(
                    "it ended after %d of %d bytes; run it again".formatted(bytes - left, bytes));
        }
        left -= read;
        return read;
    }
}
