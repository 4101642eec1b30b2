package io.mooring.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// A snapshot that is not yet all there, beside where it will be. It is locked as long as somebody
/// writes it; what is not was left by one who was killed. Closing removes what was not moved.
final class PartFile implements AutoCloseable {

    private static final String ENDING = SnapshotStore.SUFFIX + ".part";

    private final Path path;
    private final FileChannel channel;

    private PartFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// @throws IOException if somebody else writes one of that name
    static PartFile create(Path directory, String name) throws IOException {
        Path path = directory.resolve("." + name + ".part");
        FileChannel channel;
        try {
            channel = PrivateFile.create(path);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(path + " is there: somebody else writes it just now", e);
        }
        FileLock _ = channel.lock();
        return new PartFile(path, channel);
    }

    /// Removes what others have left that were killed.
    static void removeLeft(Path directory) throws IOException {
        List<Path> parts;
        try (Stream<Path> files = Files.list(directory)) {
            parts = files.filter(PartFile::isOne).toList();
        }
        for (Path part : parts) {
            if (isLeft(part)) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static boolean isOne(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(ENDING) && Files.isRegularFile(file);
    }

    private static boolean isLeft(Path part) {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (IOException | OverlappingFileLockException _) {
            // gone by now, another user's, or this program's own
            return false;
        }
    }

    void write(Path source) throws IOException {
        try (InputStream in = Files.newInputStream(source)) {
            in.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    void moveTo(Path target) throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        channel.close();
    }
}
