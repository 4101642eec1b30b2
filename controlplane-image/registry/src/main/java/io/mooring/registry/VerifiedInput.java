package io.mooring.registry;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// A blob as it comes. Its end is reached only if it was what its descriptor says; else reading
/// fails there.
final class VerifiedInput extends BlockInput {

    private final Descriptor expected;
    private final String where;
    private final MessageDigest digest = Digests.sha256();
    private long bytes;

    VerifiedInput(InputStream in, Descriptor expected, String where) {
        super(in);
        this.expected = expected;
        this.where = where;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        if (read > 0) {
            digest.update(target, offset, read);
            bytes += read;
        } else if (read < 0) {
            requireWhole();
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void requireWhole() throws IOException {
        if (bytes != expected.size()) {
            throw new IOException(
                    "%s came with %d bytes, and has %d".formatted(where, bytes, expected.size()));
        }
        if (!Digests.text(((MessageDigest) cloned()).digest()).equals(expected.digest())) {
            throw new IOException(
                    "%s is not what its digest %s says: it was changed where it lies or on its way"
                            .formatted(where, expected.digest()));
        }
    }

    /// The end may be read twice.
    private Object cloned() {
        try {
            return digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of a JDK can be cloned", e);
        }
    }
}
