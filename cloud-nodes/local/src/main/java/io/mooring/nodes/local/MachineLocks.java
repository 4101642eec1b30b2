package io.mooring.nodes.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Lets one thread of one process of this host change a machine at a time. A file lock ends with
/// its process, so a killed owner blocks nobody; the file is there only while the lock is held.
final class MachineLocks {

    private static final int STRIPES = 256;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long LARGEST_MARK = 1L << 30;

    private final ReentrantLock[] threads =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

    /// Runs `work` alone; empty when another holds `file` for all of `limit`.
    <T> Optional<T> alone(Path file, Duration limit, Supplier<T> work) {
        ReentrantLock ours = threads[Math.floorMod(file.hashCode(), STRIPES)];
        long end = System.nanoTime() + limit.toNanos();
        try {
            if (!ours.tryLock(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            try (FileChannel channel = open(file, end)) {
                return channel.isOpen() ? Optional.of(release(file, work)) : Optional.empty();
            } finally {
                ours.unlock();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("locking " + file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted while waiting for the lock " + file, e);
        }
    }

    private static <T> T release(Path file, Supplier<T> work) throws IOException {
        try {
            return work.get();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /// A channel that holds the lock, or a closed one when time ran out.
    private static FileChannel open(Path file, long end) throws IOException, InterruptedException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        while (true) {
            var channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (holds(channel, file)) {
                return channel;
            }
            channel.close();
            if (System.nanoTime() - end > 0) {
                return channel;
            }
            Thread.sleep(POLL);
        }
    }

    /// An owner removes the file before letting go, so a lock may be on a file that is gone. Told
    /// by the size, because to open and close the file once more would drop the lock.
    private static boolean holds(FileChannel channel, Path file) throws IOException {
        try {
            if (channel.tryLock() == null) {
                return false;
            }
            long mark = ThreadLocalRandom.current().nextLong(1, LARGEST_MARK);
            channel.truncate(0);
            channel.write(ByteBuffer.allocate(1), mark - 1);
            return Files.size(file) == mark;
        } catch (OverlappingFileLockException | NoSuchFileException _) {
            return false;
        }
    }
}
