package io.mooring.ssh;

import java.io.ByteArrayOutputStream;

/// Keeps the first bytes that are written to it and drops the others.
final class BoundedBytes extends ByteArrayOutputStream {

    private final int most;

    BoundedBytes(int most) {
        this.most = most;
    }

    @Override
    public synchronized void write(int one) {
        if (count < most) {
            super.write(one);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        super.write(bytes, from, Math.min(length, most - count));
    }
}
