package io.mooring.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A data directory that a snapshot is restored into: everything is made in a directory of its own
/// in it, and takes the place of what was there at the very end. What was there is put aside, not
/// deleted.
///
/// While things change places a mark says so, and no server starts; a restore that was interrupted
/// there is run again.
final class RestoreTarget {

    private static final String STAGE = "restore.new";
    private static final String ASIDE = "before-restore-";
    private static final List<String> STATE =
            List.of(
                    "pki",
                    "kubeconfig",
                    "state.db",
                    "state.db-wal",
                    "state.db-shm",
                    "etcd",
                    StoreMark.FILE,
                    ClusterFiles.ENCRYPTION,
                    "egress.yaml");
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final DataDirectory data;

    private RestoreTarget(DataDirectory data) {
        this.data = data;
    }

    /// Whether a directory, which need not be there, holds a cluster. A restore that has come
    /// halfway is none.
    static boolean isTaken(Path dataDir) {
        return Files.isDirectory(dataDir)
                && !Files.exists(dataDir.resolve(RestoreMark.FILE))
                && STATE.stream().anyMatch(name -> Files.exists(dataDir.resolve(name)));
    }

    /// @param data held by the caller
    /// @throws ServerException if there is a cluster in it, unless that may be put aside
    static RestoreTarget prepare(DataDirectory data, boolean force) throws IOException {
        List<String> there = present(data);
        boolean interrupted = Files.exists(data.file(RestoreMark.FILE));
        if (!there.isEmpty() && !force && !interrupted) {
            throw new ServerException(
                    "restoring into %s: it holds a cluster (%s); choose another --data-dir, or give --force to have that put aside"
                            .formatted(data.file(""), String.join(", ", there)));
        }
        var target = new RestoreTarget(data);
        target.abandon();
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(data.file(STAGE), owner);
        return target;
    }

    /// Where the new cluster is made.
    DataDirectory staged() {
        return data.staged(STAGE);
    }

    /// Puts the new cluster in the place of the old one.
    ///
    /// @param why what the mark says meanwhile
    /// @return where the old one is, if there was one
    Optional<Path> commit(Instant now, String why) throws IOException {
        sync(data.file(STAGE));
        RestoreMark.write(data, now, why);
        sync(data.file(""));
        Optional<Path> aside = putAside(now);
        try (Stream<Path> made = Files.list(data.file(STAGE))) {
            for (Path entry : made.toList()) {
                Files.move(entry, data.file(entry.getFileName().toString()));
            }
        }
        Files.deleteIfExists(data.run("pki-inspected"));
        Files.delete(data.file(STAGE));
        sync(data.file(""));
        Files.delete(data.file(RestoreMark.FILE));
        sync(data.file(""));
        return aside;
    }

    /// Removes what was made so far.
    void abandon() throws IOException {
        DirectoryTree.remove(data.file(STAGE));
    }

    private Optional<Path> putAside(Instant now) throws IOException {
        List<String> there = present(data);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        var owner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path aside = data.file(ASIDE + STAMP.format(now));
        Files.createDirectory(aside, owner);
        for (String name : there) {
            Files.move(data.file(name), aside.resolve(name));
        }
        return Optional.of(aside);
    }

    /// Removes what was put aside before that time.
    static void removeAsides(Path dataDir, Instant before) throws IOException {
        String oldest = ASIDE + STAMP.format(before);
        List<Path> older;
        try (Stream<Path> entries = Files.list(dataDir)) {
            older = entries.filter(entry -> isAsideBefore(oldest, entry)).toList();
        }
        for (Path one : older) {
            DirectoryTree.remove(one);
        }
    }

    private static boolean isAsideBefore(String oldest, Path entry) {
        String name = entry.getFileName().toString();
        return name.startsWith(ASIDE) && name.compareTo(oldest) < 0;
    }

    private static List<String> present(DataDirectory data) {
        return STATE.stream().filter(name -> Files.exists(data.file(name))).toList();
    }

    private static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
