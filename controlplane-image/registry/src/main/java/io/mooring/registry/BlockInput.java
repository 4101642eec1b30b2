package io.mooring.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream over another that only has to say how many bytes at once are read.
abstract class BlockInput extends FilterInputStream {

    protected BlockInput(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] target, int offset, int length) throws IOException;
}
