package io.mooring.cli;

import io.mooring.server.SnapshotReception;
import io.mooring.server.SnapshotRestoration;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        description = {
            "Make the cluster of a snapshot in a data directory that no server uses.",
            "It gets the data store that the configuration says, which need not be the one it had.",
            "Of a control plane in a host cluster, it takes the place of the one that is there: give --name and --namespace. That is stopped for it, and waited for."
        },
        mixinStandardHelpOptions = true)
final class SnapshotRestoreCommand implements Callable<Integer> {

    private static final String IN = "-";

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private SnapshotOptions options = new SnapshotOptions();
    @Mixin private HostedRestore hosted = new HostedRestore();

    @Parameters(
            index = "0",
            paramLabel = "FILE|URL",
            description = {
                "The snapshot: a file, or " + SnapshotTarget.URLS + ".",
                "- reads so many bytes of it from the standard input as --input-bytes says."
            })
    private String source = "";

    @Option(
            names = "--input-bytes",
            paramLabel = "BYTES",
            description = "With -: how many bytes the snapshot has. What follows is not read.")
    private @Nullable Long inputBytes;

    @Option(
            names = "--force",
            description = {
                "Put a cluster aside that is there already: it stays in the data directory,",
                "in a host cluster in the volume until a restore of a day later or more."
            })
    private boolean force;

    @Override
    public Integer call() {
        requireInput();
        Passphrase chosen = options.passphrase();
        if (hosted.isMeant()) {
            print(restoreHosted(options.hostedName(), chosen));
        } else {
            print(restore(chosen));
        }
        return 0;
    }

    /// Before the passphrase is read, which may come in too.
    private void requireInput() {
        boolean comesIn = source.equals(IN);
        if (comesIn && hosted.isMeant()) {
            throw new CliException(
                    "into a control plane in a host cluster a snapshot is restored from a file or a store, and not from the standard input");
        }
        if (comesIn && inputBytes == null) {
            throw new CliException(
                    "how much of the standard input is the snapshot? give --input-bytes");
        }
        if (!comesIn && inputBytes != null) {
            throw new CliException(
                    "--input-bytes is for a snapshot that comes in, and this one is %s; leave it out, or give - instead"
                            .formatted(source));
        }
        if (inputBytes != null && inputBytes <= 0) {
            throw new CliException(
                    "no snapshot has %d bytes; give as --input-bytes how many it has"
                            .formatted(inputBytes));
        }
    }

    private SnapshotRestoration.Restored restore(Passphrase chosen) {
        var restoration = new SnapshotRestoration(options.place(), Clock.systemUTC());
        if (inputBytes != null) {
            return restoration.receive(System.in, inputBytes, chosen, force);
        }
        return switch (SnapshotTarget.of(source)) {
            case SnapshotTarget.InFile in -> restoration.restore(in.file(), chosen, force);
            case SnapshotTarget.InStore in -> {
                try (SnapshotStore store = in.open(options.credentials())) {
                    yield restoration.fetch(store, in.name(), chosen, force);
                }
            }
        };
    }

    private HostedRestore.Outcome restoreHosted(String name, Passphrase chosen) {
        return switch (SnapshotTarget.of(source)) {
            case SnapshotTarget.InFile in -> restoreHosted(name, in.file(), chosen);
            case SnapshotTarget.InStore in -> {
                try (SnapshotStore store = in.open(options.credentials())) {
                    yield SnapshotReception.fetched(
                            store,
                            in.name(),
                            Clock.systemUTC(),
                            file -> restoreHosted(name, file, chosen));
                }
            }
        };
    }

    private HostedRestore.Outcome restoreHosted(String name, Path file, Passphrase chosen) {
        return hosted.restore(name, file, chosen, force, spec.commandLine().getErr());
    }

    /// What both kinds of restores tell.
    private record Told(SnapshotInfo info, String store, String aside, List<String> notes) {

        Map<String, Object> row() {
            var row = new LinkedHashMap<String, Object>();
            row.put("cluster", info.cluster());
            row.put("created", info.created().toString());
            row.put("keys", info.keys());
            row.put("store", store);
            row.put("aside", aside);
            row.put("notes", notes);
            return row;
        }

        /// @param into where it is now; empty, or with a space before it
        List<String> lines(String into) {
            var lines = new ArrayList<String>();
            lines.add(
                    "cluster %s of %s restored%s: %d keys, %s"
                            .formatted(info.cluster(), info.created(), into, info.keys(), store));
            if (!aside.isEmpty()) {
                lines.add("what was there is in " + aside);
            }
            lines.addAll(notes);
            return lines;
        }
    }

    private void print(SnapshotRestoration.Restored restored) {
        var told =
                new Told(
                        restored.info(),
                        restored.store(),
                        restored.aside().map(Path::toString).orElse(""),
                        restored.notes());
        print(told.row(), told.lines(""));
    }

    private void print(HostedRestore.Outcome outcome) {
        var restored = outcome.restored();
        var told = new Told(outcome.info(), restored.store(), restored.aside(), restored.notes());
        Map<String, Object> row = told.row();
        row.put("name", options.hostedName());
        row.put("namespace", outcome.namespace());
        row.put("endpoint", restored.cluster().endpoint());
        row.put("version", restored.cluster().version());
        List<String> lines =
                told.lines(
                        " into %s in namespace %s"
                                .formatted(options.hostedName(), outcome.namespace()));
        lines.add("it is ready at " + restored.cluster().endpoint());
        print(row, lines);
    }

    private void print(Map<String, Object> row, List<String> lines) {
        output.print(spec.commandLine().getOut(), row, String.join("\n", lines));
    }
}
