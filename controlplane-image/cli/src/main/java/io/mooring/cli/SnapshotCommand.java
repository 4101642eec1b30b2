package io.mooring.cli;

import io.mooring.server.SnapshotCreation;
import io.mooring.server.SnapshotRestoration;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotException;
import io.mooring.snapshot.SnapshotFile;
import io.mooring.snapshot.SnapshotInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "snapshot",
        description = "All of a virtual cluster in one encrypted file, and back.",
        mixinStandardHelpOptions = true,
        subcommands = {
            SnapshotCommand.Create.class,
            SnapshotCommand.Restore.class,
            SnapshotCommand.ListSnapshots.class,
            SnapshotCommand.Inspect.class
        })
final class SnapshotCommand {

    @Command(
            name = "create",
            description = {
                "Write a snapshot of a cluster to a file. Its server may run: all of it is of one moment.",
                "The file holds every secret and key of the cluster, encrypted by the passphrase."
            },
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Output output = new Output();
        @Mixin private SnapshotPlaceOption cluster = new SnapshotPlaceOption();
        @Mixin private PassphraseOption passphrase = new PassphraseOption();

        @Parameters(index = "0", paramLabel = "FILE", description = "A file that is not there yet.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            Passphrase chosen = passphrase.require();
            var written =
                    new SnapshotCreation(cluster.place(), Clock.systemUTC()).write(file, chosen);
            var row = row(file, written.info(), written.bytes());
            output.print(
                    spec.commandLine().getOut(),
                    row,
                    "%s: cluster %s at revision %d, %d keys, %d bytes"
                            .formatted(
                                    file,
                                    written.info().cluster(),
                                    written.info().revision(),
                                    written.info().keys(),
                                    written.bytes()));
            return 0;
        }
    }

    @Command(
            name = "restore",
            description = {
                "Make the cluster of a snapshot in a data directory that no server uses.",
                "It gets the data store that the configuration says, which need not be the one it had."
            },
            mixinStandardHelpOptions = true)
    static final class Restore implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Output output = new Output();
        @Mixin private SnapshotPlaceOption cluster = new SnapshotPlaceOption();
        @Mixin private PassphraseOption passphrase = new PassphraseOption();

        @Parameters(index = "0", paramLabel = "FILE", description = "The snapshot.")
        private Path file = Path.of("");

        @Option(
                names = "--force",
                description = "Put a cluster aside that the data directory holds already.")
        private boolean force;

        @Override
        public Integer call() {
            Passphrase chosen = passphrase.require();
            var restored =
                    new SnapshotRestoration(cluster.place(), Clock.systemUTC())
                            .restore(file, chosen, force);
            var answer = new LinkedHashMap<String, Object>();
            answer.put("cluster", restored.info().cluster());
            answer.put("keys", restored.info().keys());
            answer.put("store", restored.store());
            answer.put("aside", restored.aside().map(Path::toString).orElse(""));
            answer.put("notes", restored.notes());
            output.print(spec.commandLine().getOut(), answer, text(restored));
            return 0;
        }

        private static String text(SnapshotRestoration.Restored restored) {
            var lines = new ArrayList<String>();
            lines.add(
                    "cluster %s of %s restored: %d keys, %s"
                            .formatted(
                                    restored.info().cluster(),
                                    restored.info().created(),
                                    restored.info().keys(),
                                    restored.store()));
            restored.aside().ifPresent(path -> lines.add("what was there is in " + path));
            lines.addAll(restored.notes());
            return String.join("\n", lines);
        }
    }

    @Command(
            name = "list",
            description = "The snapshots in a directory, the oldest first.",
            mixinStandardHelpOptions = true)
    static final class ListSnapshots implements Callable<Integer> {

        private static final List<String> COLUMNS =
                List.of("file", "cluster", "created", "kubernetes", "store", "revision", "keys");

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Output output = new Output();

        @Parameters(
                index = "0",
                arity = "0..1",
                paramLabel = "DIRECTORY",
                description = "Where they are (default: here).")
        private Path directory = Path.of(".");

        @Override
        public Integer call() {
            output.printRows(spec.commandLine().getOut(), COLUMNS, rows());
            return 0;
        }

        /// What is no snapshot is left out; whether one is whole is for `inspect`.
        private List<Map<String, Object>> rows() {
            try (Stream<Path> files = Files.list(directory)) {
                return files.filter(Files::isRegularFile)
                        .flatMap(file -> found(file).stream())
                        .sorted(Comparator.comparing(Found::created))
                        .map(Found::row)
                        .toList();
            } catch (IOException e) {
                throw new CliException("listing the snapshots in " + directory + ": " + e);
            }
        }

        private static Optional<Found> found(Path file) {
            try (SnapshotFile snapshot = SnapshotFile.open(file)) {
                SnapshotInfo info = snapshot.info();
                var row = row(file.getFileName(), info, snapshot.bytes());
                return Optional.of(new Found(info.created(), row));
            } catch (SnapshotException _) {
                return Optional.empty();
            }
        }

        private record Found(Instant created, Map<String, Object> row) {}
    }

    @Command(
            name = "inspect",
            description = {
                "Say what a snapshot is of, and whether it is whole.",
                "With the passphrase, everything in it is looked at; nothing is written."
            },
            mixinStandardHelpOptions = true)
    static final class Inspect implements Callable<Integer> {

        @Spec private CommandSpec spec = CommandSpec.create();
        @Mixin private Output output = new Output();
        @Mixin private PassphraseOption passphrase = new PassphraseOption();

        @Parameters(index = "0", paramLabel = "FILE", description = "The snapshot.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            Optional<Passphrase> known = passphrase.find();
            try (SnapshotFile snapshot = SnapshotFile.open(file)) {
                String checked = "digest";
                if (known.isPresent()) {
                    var _ = snapshot.check(known.get());
                    checked = "everything";
                } else {
                    snapshot.checkDigest();
                }
                Map<String, Object> row = row(file, snapshot.info(), snapshot.bytes());
                row.put("checked", checked);
                output.print(spec.commandLine().getOut(), row, text(row));
            }
            return 0;
        }

        private static String text(Map<String, Object> row) {
            var lines = new ArrayList<String>();
            row.forEach((name, value) -> lines.add("%-10s  %s".formatted(name, value)));
            return String.join("\n", lines);
        }
    }

    private static Map<String, Object> row(Path file, SnapshotInfo info, long bytes) {
        var row = new LinkedHashMap<String, Object>();
        row.put("file", file.toString());
        row.put("cluster", info.cluster());
        row.put("created", info.created().toString());
        row.put("kubernetes", info.kubernetes());
        row.put("store", info.store());
        row.put("revision", info.revision());
        row.put("keys", info.keys());
        row.put("files", info.files());
        row.put("bytes", bytes);
        return row;
    }
}
