package io.mooring.snapshot;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A snapshot to read from. Its contents come out of the [CheckedSnapshot] only that [#check] gives
/// once it has looked at every byte; both read the same open file. For one thread.
public final class SnapshotFile implements AutoCloseable {

    private static final int DIGEST_BYTES = 32;
    private static final int BUFFER_BYTES = 64 << 10;

    private final Path path;
    private final FileChannel channel;
    private final Header header;

    private SnapshotFile(Path path, FileChannel channel, Header header) {
        this.path = path;
        this.channel = channel;
        this.header = header;
    }

    /// Opens it and reads its header.
    ///
    /// @throws SnapshotException if it is none, or of a newer format
    public static SnapshotFile open(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            try {
                return new SnapshotFile(path, channel, header(path, channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new SnapshotException(
                    "reading the snapshot " + path + ": there is no such file", e);
        } catch (IOException e) {
            throw new SnapshotException("reading the snapshot " + path + ": " + e, e);
        }
    }

    public SnapshotInfo info() {
        return header.info();
    }

    public long bytes() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new SnapshotException("reading the snapshot " + path + ": " + e, e);
        }
    }

    /// What tells it from all others: the digest that it ends with, in hexadecimal.
    public String digest() {
        var digest = ByteBuffer.allocate(DIGEST_BYTES);
        try {
            long start = Math.max(0, channel.size() - DIGEST_BYTES);
            while (digest.hasRemaining()) {
                if (channel.read(digest, start + digest.position()) < 0) {
                    throw damaged(null);
                }
            }
        } catch (IOException e) {
            throw damaged(e);
        }
        return HexFormat.of().formatHex(digest.array());
    }

    /// Looks whether every byte is as it was written, as far as that can be told without the
    /// passphrase.
    public void checkDigest() {
        try (InputStream in = content()) {
            MessageDigest digest = ChunkCipher.sha256();
            byte[] buffer = new byte[BUFFER_BYTES];
            long rest = Math.max(0, channel.size() - DIGEST_BYTES);
            while (rest > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, rest));
                if (read < 0) {
                    throw damaged(null);
                }
                digest.update(buffer, 0, read);
                rest -= read;
            }
            if (!MessageDigest.isEqual(digest.digest(), in.readNBytes(DIGEST_BYTES))) {
                throw damaged(null);
            }
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /// Looks at everything: the digest, that the passphrase is the right one, that each record can
    /// be read and that there are as many as the header says.
    public CheckedSnapshot check(Passphrase passphrase) {
        checkDigest();
        ChunkKey key = ChunkKey.derive(header, passphrase);
        var contents = Contents.checked();
        read(key, contents);
        return new CheckedSnapshot(this, key, contents.files());
    }

    void read(ChunkKey key, Contents contents) {
        try (var in = new DataInputStream(content())) {
            in.skipNBytes(header.bytes().length);
            var chunks = new ChunkInput(in, new ChunkCipher(key), path.toString());
            var records = new DataInputStream(new GZIPInputStream(chunks, BUFFER_BYTES));
            Records.read(records, header.info(), contents);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private InputStream content() throws IOException {
        channel.position(0);
        // closing it must not close the channel, which is read again
        InputStream unclosed =
                new InputStream() {
                    private final InputStream in = Channels.newInputStream(channel);

                    @Override
                    public int read() throws IOException {
                        return in.read();
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        return in.read(target, offset, length);
                    }
                };
        return new BufferedInputStream(unclosed, BUFFER_BYTES);
    }

    private static Header header(Path path, FileChannel channel) throws IOException {
        try {
            return Header.read(
                    new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel))),
                    path.toString());
        } catch (EOFException e) {
            throw new SnapshotException(path + " is no snapshot of a virtual cluster", e);
        }
    }

    private SnapshotException damaged(@Nullable IOException cause) {
        return damaged(path.toString(), cause);
    }

    static SnapshotException damaged(String where, @Nullable IOException cause) {
        String message =
                where + " is damaged: it was cut or changed after it was written; use another copy";
        return cause == null
                ? new SnapshotException(message)
                : new SnapshotException(message, cause);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new SnapshotException("closing the snapshot " + path + ": " + e, e);
        }
    }
}
