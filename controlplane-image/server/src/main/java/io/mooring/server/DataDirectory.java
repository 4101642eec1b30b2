package io.mooring.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The one place where a control plane keeps what it must not lose. Held by one server at a time;
/// closing lets go of it. What [#peek] and [#staged] give holds nothing.
final class DataDirectory implements AutoCloseable {

    private static final long LEAST_FREE_BYTES = 64L << 20;

    /// Below this, writes of the cluster are about to be refused.
    private static final long NEARLY_FULL_BYTES = 8L << 20;

    private final Path path;
    private final Path run;
    private final Optional<FileChannel> lockFile;

    private DataDirectory(Path path, Path run, Optional<FileChannel> lockFile) {
        this.path = path;
        this.run = run;
        this.lockFile = lockFile;
    }

    /// One that a server may hold, to look at.
    static DataDirectory peek(Path path) {
        if (!Files.isDirectory(path)) {
            throw new ServerException(
                    "opening the data directory " + path + ": there is no such directory");
        }
        return new DataDirectory(path, path.resolve("run"), Optional.empty());
    }

    /// A directory in this one with what may once take its place; sockets stay where they are,
    /// because their paths must be short.
    DataDirectory staged(String name) {
        return new DataDirectory(path.resolve(name), run, Optional.empty());
    }

    static DataDirectory open(Path path) {
        try {
            var owner = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, owner);
            Files.createDirectories(path.resolve("run"));
            long free = Files.getFileStore(path).getUsableSpace();
            if (free < LEAST_FREE_BYTES) {
                throw new ServerException(
                        "opening the data directory %s: its file system has %d MB free, %d are needed; make room or choose another"
                                .formatted(path, free >> 20, LEAST_FREE_BYTES >> 20));
            }
            FileChannel lock = lock(path.resolve("lock"));
            return new DataDirectory(path, path.resolve("run"), Optional.of(lock));
        } catch (IOException e) {
            throw new ServerException("opening the data directory " + path + ": " + e, e);
        }
    }

    Path pki() {
        return path.resolve("pki");
    }

    Path kubeconfigs() {
        return path.resolve("kubeconfig");
    }

    Path run(String name) {
        return run.resolve(name);
    }

    Path file(String name) {
        return path.resolve(name);
    }

    /// Empty while there is room for what the cluster writes.
    String spaceProblem() {
        try {
            long free = Files.getFileStore(path).getUsableSpace();
            return free < NEARLY_FULL_BYTES
                    ? "the file system of %s has %d KB free; writes to the cluster are refused when it is full, what was acknowledged is kept; make room, and it goes on by itself"
                            .formatted(path, free >> 10)
                    : "";
        } catch (IOException e) {
            return "looking at the file system of " + path + ": " + e;
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    @Override
    public void close() throws IOException {
        if (lockFile.isPresent()) {
            lockFile.get().close();
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (!locked(channel)) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw new ServerException(
                    "opening the data directory %s: another server (pid %s) holds it; stop that one first"
                            .formatted(file.getParent(), holder.isEmpty() ? "unknown" : holder));
        }
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ServerException("reading " + file + ": " + e.getMessage(), e);
        }
    }
}
