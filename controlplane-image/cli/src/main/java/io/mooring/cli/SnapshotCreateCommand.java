package io.mooring.cli;

import io.mooring.server.SnapshotCreation;
import io.mooring.server.SnapshotCreation.Written;
import io.mooring.server.SnapshotReception;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.ReceivedSnapshot;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotStream.Inspected;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
            "It holds every secret and key of the cluster, encrypted by the passphrase.",
            "Of a control plane in a host cluster, a pod of it makes it, and it comes here from there: give --name and --namespace.",
            "Of one in a container engine, its container does: give --name and --docker."
        },
        mixinStandardHelpOptions = true)
final class SnapshotCreateCommand implements Callable<Integer> {

    private static final String OUT = "-";

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private SnapshotOptions options = new SnapshotOptions();
    @Mixin private HostedSnapshot hosted = new HostedSnapshot();

    @Parameters(
            index = "0",
            paramLabel = "FILE|URL",
            description = {
                "A file that is not there yet, or " + SnapshotTarget.URLS + ".",
                "- writes the snapshot itself to the standard output, and nothing else."
            })
    private String target = "";

    @Override
    public Integer call() {
        Passphrase chosen = options.passphrase();
        if (target.equals(OUT)) {
            writeOut(chosen);
            return 0;
        }
        SnapshotTarget where = SnapshotTarget.of(target);
        Written written = hosted.isMeant() ? receive(where, chosen) : write(where, chosen);
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

    private Written write(SnapshotTarget where, Passphrase chosen) {
        SnapshotCreation creation = creation();
        return switch (where) {
            case SnapshotTarget.InFile in -> creation.write(in.file(), chosen);
            case SnapshotTarget.InStore in -> {
                try (SnapshotStore store = open(in)) {
                    yield creation.store(store, in.name(), chosen);
                }
            }
        };
    }

    private Written receive(SnapshotTarget where, Passphrase chosen) {
        ReceivedSnapshot.Source source = hosted.of(options.hostedName(), chosen);
        Inspected found =
                switch (where) {
                    case SnapshotTarget.InFile in -> ReceivedSnapshot.keep(source, in.file());
                    case SnapshotTarget.InStore in -> {
                        try (SnapshotStore store = open(in)) {
                            yield SnapshotReception.store(
                                    store, in.name(), source, Clock.systemUTC());
                        }
                    }
                };
        return new Written(found.info(), found.bytes(), found.digest());
    }

    /// Fails now if it could not be kept there.
    private SnapshotStore open(SnapshotTarget.InStore in) {
        SnapshotStore store = in.open(options.credentials());
        try {
            store.requireName(in.name());
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private void writeOut(Passphrase chosen) {
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            if (hosted.isMeant()) {
                hosted.of(options.hostedName(), chosen).writeTo(out);
            } else {
                creation().copy(out, chosen);
            }
        } catch (IOException e) {
            throw new CliException("writing the snapshot to the standard output: " + e);
        }
    }

    private SnapshotCreation creation() {
        return new SnapshotCreation(options.place(), Clock.systemUTC());
    }
}
