package io.mooring.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Snapshots as the files of a directory, a volume's for one.
public final class DirectoryStore implements SnapshotStore {

    private final Path directory;

    public DirectoryStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<StoredSnapshot> list(Predicate<String> isMeant) {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> isMeant.test(file.getFileName().toString()))
                    .map(file -> new StoredSnapshot(file.getFileName().toString(), size(file)))
                    .sorted(Comparator.comparing(StoredSnapshot::name))
                    .toList();
        } catch (IOException e) {
            throw new SnapshotException("listing the snapshots in " + directory + ": " + e, e);
        }
    }

    @Override
    public void put(Path file, String name) {
        Path target = directory.resolve(name);
        if (Files.exists(target)) {
            throw new SnapshotException("writing the snapshot " + target + ": it is there already");
        }
        try {
            Files.createDirectories(directory);
            PartFile.removeLeft(directory);
            try (var part = PartFile.create(directory, name)) {
                part.write(file);
                part.moveTo(target);
            }
        } catch (IOException e) {
            throw new SnapshotException("writing the snapshot " + target + ": " + e, e);
        }
    }

    @Override
    public InputStream open(String name) {
        Path source = directory.resolve(name);
        try {
            return Files.newInputStream(source);
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    @Override
    public SnapshotInfo info(String name) {
        Path source = directory.resolve(name);
        try (InputStream in = Files.newInputStream(source)) {
            return SnapshotInfo.read(in, source.toString());
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    @Override
    public void delete(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
        } catch (IOException e) {
            throw new SnapshotException(
                    "removing the snapshot " + directory.resolve(name) + ": " + e, e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static SnapshotException unreadable(Path file, IOException cause) {
        String why =
                cause instanceof NoSuchFileException
                        ? "there is no such file"
                        : String.valueOf(cause);
        return new SnapshotException("reading the snapshot " + file + ": " + why, cause);
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    @Override
    public void close() {}
}
