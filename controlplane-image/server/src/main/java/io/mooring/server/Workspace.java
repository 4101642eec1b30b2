package io.mooring.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory that only its owner reads, for a snapshot on its way to or from a store. Closing
/// removes it. Its name is one that nobody else's has: where it is made, others have things too.
final class Workspace implements AutoCloseable {

    private static final String PREFIX = ".mooring-snapshot-";
    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);
    private static final Duration STALE = Duration.ofDays(1);

    private final Path directory;

    private Workspace(Path directory) {
        this.directory = directory;
    }

    /// Makes one, and removes what others have left that were killed a day ago or earlier.
    static Workspace in(Path parent, Instant now) {
        try {
            removeStale(parent, now);
            return new Workspace(Files.createTempDirectory(parent, PREFIX));
        } catch (IOException e) {
            throw new ServerException("making room for a snapshot in " + parent + ": " + e, e);
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    private static void removeStale(Path parent, Instant now) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            entries.filter(Workspace::isOne).forEach(entry -> removeIfStale(entry, now));
        }
    }

    /// Another user's cannot be removed, and is no trouble of this one.
    private static void removeIfStale(Path entry, Instant now) {
        try {
            if (Files.getLastModifiedTime(entry).toInstant().isBefore(now.minus(STALE))) {
                DirectoryTree.remove(entry);
            }
        } catch (IOException e) {
            LOG.debug("directory={} stays", entry, e);
        }
    }

    private static boolean isOne(Path entry) {
        return entry.getFileName().toString().startsWith(PREFIX) && Files.isDirectory(entry);
    }

    @Override
    public void close() {
        try {
            DirectoryTree.remove(directory);
        } catch (IOException e) {
            throw new ServerException("removing " + directory + ": " + e, e);
        }
    }
}
