package io.mooring.cli;

import io.mooring.server.SnapshotRestoration;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
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
            "It gets the data store that the configuration says, which need not be the one it had."
        },
        mixinStandardHelpOptions = true)
final class SnapshotRestoreCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private SnapshotOptions options = new SnapshotOptions();

    @Parameters(
            index = "0",
            paramLabel = "FILE|URL",
            description = "The snapshot: a file, or " + SnapshotTarget.URLS + ".")
    private String source = "";

    @Option(
            names = "--force",
            description = "Put a cluster aside that the data directory holds already.")
    private boolean force;

    @Override
    public Integer call() {
        Passphrase chosen = options.passphrase();
        SnapshotRestoration.Restored restored = restore(chosen);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("cluster", restored.info().cluster());
        answer.put("keys", restored.info().keys());
        answer.put("store", restored.store());
        answer.put("aside", restored.aside().map(Path::toString).orElse(""));
        answer.put("notes", restored.notes());
        output.print(spec.commandLine().getOut(), answer, text(restored));
        return 0;
    }

    private SnapshotRestoration.Restored restore(Passphrase chosen) {
        var restoration = new SnapshotRestoration(options.place(), Clock.systemUTC());
        return switch (SnapshotTarget.of(source)) {
            case SnapshotTarget.InFile in -> restoration.restore(in.file(), chosen, force);
            case SnapshotTarget.InStore in -> {
                try (SnapshotStore store = in.open(options.credentials())) {
                    yield restoration.fetch(store, in.name(), chosen, force);
                }
            }
        };
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
