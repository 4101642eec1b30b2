package io.mooring.snapshot;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Looks at a snapshot as it comes, once, for whoever asks whether it is whole: it need not be a
/// file, and takes no room. What is in it is for [SnapshotFile], which reads twice.
public final class SnapshotStream {

    private static final int DIGEST_BYTES = 32;
    private static final int BUFFER_BYTES = 64 << 10;

    private final Counted counted;
    private final DataInputStream in;
    private final String where;

    /// A snapshot that is whole.
    ///
    /// @param digest what tells it from all others, as [SnapshotFile#digest]
    public record Inspected(SnapshotInfo info, long bytes, String digest) {}

    private SnapshotStream(InputStream from, String where) {
        this.counted = new Counted(new BufferedInputStream(from, BUFFER_BYTES));
        this.in = new DataInputStream(counted);
        this.where = where;
    }

    /// Reads all of it: the digest, and with the passphrase each record.
    ///
    /// @param from is not closed
    /// @throws SnapshotException if anything in it is wrong
    public static Inspected inspect(
            InputStream from, String where, Optional<Passphrase> passphrase) {
        return new SnapshotStream(from, where).inspect(passphrase);
    }

    private Inspected inspect(Optional<Passphrase> passphrase) {
        Header header = header();
        try {
            if (passphrase.isPresent()) {
                records(header, passphrase.get());
            } else {
                skipChunks();
            }
            String digest = requireDigest();
            return new Inspected(header.info(), counted.bytes, digest);
        } catch (EOFException e) {
            throw damaged(e);
        } catch (IOException e) {
            throw new SnapshotException("reading the snapshot " + where + ": " + e.getMessage(), e);
        }
    }

    private Header header() {
        try {
            return Header.read(in, where);
        } catch (EOFException e) {
            throw new SnapshotException(where + " is no snapshot of a virtual cluster", e);
        } catch (IOException e) {
            throw new SnapshotException("reading the snapshot " + where + ": " + e, e);
        }
    }

    /// What is changed shows in the digest at the end: then that is said, and not that the
    /// passphrase is wrong.
    private void records(Header header, Passphrase passphrase) throws IOException {
        var chunks =
                new ChunkInput(in, new ChunkCipher(ChunkKey.derive(header, passphrase)), where);
        try {
            var records = new DataInputStream(new GZIPInputStream(chunks, BUFFER_BYTES));
            Records.read(records, header.info(), Contents.checked());
        } catch (SnapshotException | IOException e) {
            if (!chunks.isLast()) {
                skipChunks();
            }
            requireDigest();
            throw e instanceof SnapshotException told ? told : damaged((IOException) e);
        }
    }

    private void skipChunks() throws IOException {
        boolean last = false;
        while (!last) {
            int length = in.readInt();
            int flag = in.readByte();
            if (!ChunkInput.isFrame(length, flag) || in.readNBytes(length).length != length) {
                throw damaged(null);
            }
            last = flag == 1;
        }
    }

    private String requireDigest() throws IOException {
        byte[] expected = counted.digest.digest();
        byte[] written = in.readNBytes(DIGEST_BYTES);
        if (!MessageDigest.isEqual(expected, written) || in.read() >= 0) {
            throw damaged(null);
        }
        return HexFormat.of().formatHex(written);
    }

    private SnapshotException damaged(@Nullable IOException cause) {
        return SnapshotFile.damaged(where, cause);
    }

    /// Counts and digests what is read; skips nothing.
    private static final class Counted extends BlockInput {

        private final MessageDigest digest = ChunkCipher.sha256();
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = in.read(target, offset, length);
            if (read > 0) {
                digest.update(target, offset, read);
                bytes += read;
            }
            return read;
        }
    }
}
