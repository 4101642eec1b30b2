package io.mooring.cli;

import io.mooring.server.SnapshotCreation;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotStore;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "create",
        description = {
            "Write a snapshot of a cluster to a file or a store. Its server may run: all of it is of one moment.",
            "It holds every secret and key of the cluster, encrypted by the passphrase."
        },
        mixinStandardHelpOptions = true)
final class SnapshotCreateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private SnapshotOptions options = new SnapshotOptions();

    @Parameters(
            index = "0",
            paramLabel = "FILE|URL",
            description = "A file that is not there yet, or " + SnapshotTarget.URLS + ".")
    private String target = "";

    @Override
    public Integer call() {
        Passphrase chosen = options.passphrase();
        SnapshotTarget where = SnapshotTarget.of(target);
        SnapshotCreation.Written written = write(where, chosen);
        output.print(
                spec.commandLine().getOut(),
                SnapshotRow.of(where.toString(), written.info(), written.bytes(), written.digest()),
                "%s: cluster %s at revision %d, %d keys, %d bytes"
                        .formatted(
                                where,
                                written.info().cluster(),
                                written.info().revision(),
                                written.info().keys(),
                                written.bytes()));
        return 0;
    }

    private SnapshotCreation.Written write(SnapshotTarget where, Passphrase chosen) {
        var creation = new SnapshotCreation(options.place(), Clock.systemUTC());
        return switch (where) {
            case SnapshotTarget.InFile in -> creation.write(in.file(), chosen);
            case SnapshotTarget.InStore in -> {
                try (SnapshotStore store = in.open(options.credentials())) {
                    store.requireName(in.name());
                    yield creation.store(store, in.name(), chosen);
                }
            }
        };
    }
}
