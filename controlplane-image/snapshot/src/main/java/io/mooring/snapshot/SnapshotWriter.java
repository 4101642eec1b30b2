package io.mooring.snapshot;

import io.mooring.pki.PassphraseKey.Cost;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.SecureRandom;
import java.util.zip.GZIPOutputStream;

/// Writes a snapshot: files, then keys, then [#finish], which is when it is there under its name,
/// whole and on the disk. Closed before that, it leaves nothing. For one thread.
public final class SnapshotWriter implements AutoCloseable {

    private static final int SALT_BYTES = 32;
    private static final int BUFFER_BYTES = 32 << 10;

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final DigestOutputStream digested;
    private final DataOutputStream below;
    private final DataOutputStream records;
    private long keys;
    private int files;
    private boolean finished;

    private SnapshotWriter(
            Path file,
            Path part,
            FileChannel channel,
            SnapshotInfo info,
            Passphrase passphrase,
            Cost cost)
            throws IOException {
        this.file = file;
        this.part = part;
        this.channel = channel;
        OutputStream raw =
                new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
        this.digested = new DigestOutputStream(raw, ChunkCipher.sha256());
        this.below = new DataOutputStream(digested);
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        var header = Header.of(info, salt, cost);
        below.write(header.bytes());
        var chunks = new ChunkOutput(below, new ChunkCipher(ChunkKey.derive(header, passphrase)));
        this.records =
                new DataOutputStream(
                        new BufferedOutputStream(new GZIPOutputStream(chunks), BUFFER_BYTES));
    }

    /// Begins one beside the file it will be, which must not be there.
    ///
    /// @param info what will be written, keys and files counted
    public static SnapshotWriter create(Path file, SnapshotInfo info, Passphrase passphrase) {
        return create(file, info, passphrase, Cost.STRONG);
    }

    static SnapshotWriter create(Path file, SnapshotInfo info, Passphrase passphrase, Cost cost) {
        if (Files.exists(file)) {
            throw new SnapshotException(
                    "writing the snapshot " + file + ": it is there already; choose another name");
        }
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            FileChannel channel = PrivateFile.create(part);
            try {
                return new SnapshotWriter(file, part, channel, info, passphrase, cost);
            } catch (IOException | RuntimeException e) {
                channel.close();
                Files.deleteIfExists(part);
                throw e;
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    public void file(String name, byte[] bytes) {
        try {
            Records.file(records, name, bytes);
            files++;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /// @param seconds how long the key has to live; 0 if for ever
    public void key(byte[] key, byte[] value, long seconds) {
        try {
            Records.key(records, key, value, seconds);
            keys++;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /// Ends it and gives it its name.
    ///
    /// @return how many bytes it has
    public long finish() {
        try {
            Records.end(records, keys, files);
            records.close();
            below.flush();
            byte[] digest = digested.getMessageDigest().digest();
            digested.on(false);
            below.write(digest);
            below.flush();
            channel.force(true);
            long bytes = channel.size();
            channel.close();
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            syncDirectory(file);
            finished = true;
            return bytes;
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!finished) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static void syncDirectory(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            try (var directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private static SnapshotException failed(Path file, IOException cause) {
        return new SnapshotException("writing the snapshot " + file + ": " + cause, cause);
    }
}
