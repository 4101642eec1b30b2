package io.mooring.registry;

import java.io.IOException;
import java.io.InputStream;

/// So many bytes of a stream.
final class LimitedInput extends BlockInput {

    private long left;

    LimitedInput(InputStream in, long bytes) {
        super(in);
        this.left = bytes;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = in.read(target, offset, (int) Math.min(length, left));
        if (read > 0) {
            left -= read;
        }
        return read;
    }
}
