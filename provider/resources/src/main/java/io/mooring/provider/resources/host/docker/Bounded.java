package io.mooring.provider.resources.host.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// So many bytes of a stream, which must come.
final class Bounded extends InputStream {

    private final InputStream in;
    private long left;

    Bounded(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    long left() {
        return left;
    }

    @Override
    public int read() throws IOException {
        if (left == 0) {
            return -1;
        }
        int next = in.read();
        count(next < 0 ? -1 : 1);
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return length == 0 ? 0 : -1;
        }
        int count = in.read(into, offset, (int) Math.min(left, length));
        count(count);
        return count;
    }

    private void count(int read) throws IOException {
        if (read < 0) {
            throw new EOFException("the connection ended %d bytes too early".formatted(left));
        }
        left -= read;
    }
}
