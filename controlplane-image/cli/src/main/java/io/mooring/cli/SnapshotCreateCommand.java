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
    @Mixin private SnapshotPlaceOption cluster = new SnapshotPlaceOption();
    @Mixin private PassphraseOption passphrase = new PassphraseOption();
    @Mixin private StoreCredentialsOption credentials = new StoreCredentialsOption();

    @Parameters(
            index = "0",
            paramLabel = "FILE|URL",
            description = "A file that is not there yet, or s3://BUCKET/PATH/NAME.snapshot.")
    private String target = "";

    @Override
    public Integer call() {
        Passphrase chosen = passphrase.require();
        SnapshotTarget where = SnapshotTarget.of(target);
        SnapshotCreation.Written written = write(where, chosen);
        output.print(
                spec.commandLine().getOut(),
                SnapshotRow.of(
                        where.toString(), written.info(), written.bytes(), written.digest()),
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
        var creation = new SnapshotCreation(cluster.place(), Clock.systemUTC());
        return switch (where) {
            case SnapshotTarget.InFile in -> creation.write(in.file(), chosen);
            case SnapshotTarget.InStore in -> {
                if (!in.name().endsWith(SnapshotStore.SUFFIX)) {
                    throw new CliException(
                            "%s: the name of a snapshot in a store must end with %s, or nobody would find it again; write %s%s"
                                    .formatted(in, SnapshotStore.SUFFIX, in, SnapshotStore.SUFFIX));
                }
                try (SnapshotStore store = in.open(credentials.directory())) {
                    yield creation.store(store, in.name(), chosen);
                }
            }
        };
    }
}
