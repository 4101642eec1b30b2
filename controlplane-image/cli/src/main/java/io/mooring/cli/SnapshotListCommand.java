package io.mooring.cli;

import io.mooring.server.SnapshotStores;
import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotFile;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotUrl;
import io.mooring.snapshot.StoredSnapshot;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description = "The snapshots in a directory or a store, the oldest first.",
        mixinStandardHelpOptions = true)
final class SnapshotListCommand implements Callable<Integer> {

    private static final List<String> COLUMNS =
            List.of("file", "cluster", "created", "kubernetes", "store", "revision", "keys");

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private StoreCredentialsOption credentials = new StoreCredentialsOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIRECTORY|URL",
            description = "Where they are (default: here).")
    private String place = ".";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Only the one of this name, if there is one.")
    private @Nullable String only;

    /// @param digest empty where all of the snapshot would have to be fetched for it
    private record Found(String name, SnapshotInfo info, long bytes, String digest) {}

    @Override
    public Integer call() {
        List<Found> found = SnapshotUrl.isMeant(place) ? inStore() : inDirectory();
        List<Map<String, Object>> rows =
                found.stream()
                        .sorted(Comparator.comparing(one -> one.info().created()))
                        .map(one ->
                                SnapshotRow.of(one.name(), one.info(), one.bytes(), one.digest()))
                        .toList();
        output.printRows(spec.commandLine().getOut(), COLUMNS, rows);
        return 0;
    }

    private boolean isMeant(String name) {
        return only == null || only.equals(name);
    }

    private List<Found> inStore() {
        try (SnapshotStore store =
                SnapshotStores.open(SnapshotUrl.parse(place), credentials.directory())) {
            List<StoredSnapshot> there =
                    only == null ? store.list() : store.find(only).stream().toList();
            return there.stream().flatMap(one -> found(store, one).stream()).toList();
        }
    }

    /// One that cannot be read is named, and keeps nobody from seeing the others. Who asks for that
    /// one must not take it for gone.
    private Optional<Found> found(SnapshotStore store, StoredSnapshot one) {
        try {
            return Optional.of(new Found(one.name(), store.info(one.name()), one.bytes(), ""));
        } catch (SnapshotException e) {
            if (only != null) {
                throw e;
            }
            spec.commandLine()
                    .getErr()
                    .println(spec.qualifiedName() + ": " + e.getMessage() + "; left out");
            return Optional.empty();
        }
    }

    private List<Found> inDirectory() {
        try (Stream<Path> files = Files.list(Path.of(place))) {
            return files.filter(file -> isMeant(file.getFileName().toString()))
                    .filter(this::isFile)
                    .flatMap(file -> found(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new CliException("listing the snapshots in " + place + ": " + e);
        }
    }

    /// Of one that was asked for, an error is not that it is gone.
    private boolean isFile(Path file) {
        if (only == null) {
            return Files.isRegularFile(file);
        }
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw new CliException("reading the snapshot " + file + ": " + e);
        }
    }

    /// What is no snapshot is left out; whether one is whole is for `inspect`.
    private Optional<Found> found(Path file) {
        try (SnapshotFile snapshot = SnapshotFile.open(file)) {
            String name = file.getFileName().toString();
            return Optional.of(
                    new Found(name, snapshot.info(), snapshot.bytes(), snapshot.digest()));
        } catch (SnapshotException e) {
            if (only != null && isOfDisk(e.getCause())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /// Whether the file may well be there and be one.
    private static boolean isOfDisk(@Nullable Throwable cause) {
        return cause instanceof IOException
                && !(cause instanceof EOFException)
                && !(cause instanceof NoSuchFileException);
    }
}
