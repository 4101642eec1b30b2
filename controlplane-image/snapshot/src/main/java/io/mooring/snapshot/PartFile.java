package io.mooring.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A snapshot that is not yet all there, beside where it will be, under a name that no other has.
/// It is locked as long as somebody writes it, where files can be locked; what is not was left by
/// one who was killed. Closing removes what was not moved.
final class PartFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartFile.class);
    private static final Pattern NAME =
            Pattern.compile(
                    "\\..*" + Pattern.quote(SnapshotStore.SUFFIX) + "(\\.[0-9a-f-]{36})?\\.part");
    private static final int TRIES = 3;

    /// Locks a file as long as its channel is open.
    @FunctionalInterface
    interface Locks {
        FileLock lock(FileChannel channel) throws IOException;
    }

    private final Path path;
    private final FileChannel channel;

    private PartFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static PartFile create(Path directory, String name) throws IOException {
        return create(directory, name, FileChannel::lock);
    }

    /// Who tidies up may have removed one before it was locked.
    static PartFile create(Path directory, String name, Locks locks) throws IOException {
        for (int tries = 1; ; tries++) {
            Path path = directory.resolve(".%s.%s.part".formatted(name, UUID.randomUUID()));
            var part = new PartFile(path, PrivateFile.create(path));
            part.lock(locks);
            if (tries == TRIES || Files.exists(path)) {
                return part;
            }
            part.close();
        }
    }

    /// A file system of another machine may have no locks; a snapshot is worth more than one.
    private void lock(Locks locks) {
        try {
            FileLock _ = locks.lock(channel);
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("file={} is written without a lock: {}", path, e.toString());
        }
    }

    /// Removes what others have left that were killed.
    static void removeLeft(Path directory) throws IOException {
        List<Path> parts;
        try (Stream<Path> files = Files.list(directory)) {
            parts = files.filter(PartFile::isOne).toList();
        }
        parts.forEach(PartFile::removeIfLeft);
    }

    private static boolean isOne(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file);
    }

    /// Is locked until it is gone, so that who has just made it sees that it is.
    private static void removeIfLeft(Path part) {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException | OverlappingFileLockException _) {
            // gone by now, another user's, this program's own, or where nothing can be locked
        }
    }

    void write(Path source) throws IOException {
        try (InputStream in = Files.newInputStream(source)) {
            write(in::transferTo);
        }
    }

    void write(ReceivedSnapshot.Source source) throws IOException {
        source.writeTo(Channels.newOutputStream(channel));
        channel.force(true);
    }

    /// Opens what has been written, for reading.
    InputStream open() throws IOException {
        return Files.newInputStream(path);
    }

    /// Never in the place of another, which a link tells and a move does not.
    void moveTo(Path target) throws IOException {
        try {
            Files.createLink(target, path);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("it is there already", e);
        } catch (FileSystemException | UnsupportedOperationException _) {
            // not every file system has links
            if (Files.exists(target)) {
                throw new IOException("it is there already");
            }
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(path);
        }
    }
}
