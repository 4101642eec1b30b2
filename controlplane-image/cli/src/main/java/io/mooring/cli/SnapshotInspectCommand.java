package io.mooring.cli;

import io.mooring.server.SnapshotFetch;
import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotFile;
import io.mooring.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "inspect",
        description = {
            "Say what a snapshot is of, and whether it is whole.",
            "With the passphrase, everything in it is looked at; nothing is written."
        },
        mixinStandardHelpOptions = true)
final class SnapshotInspectCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private PassphraseOption passphrase = new PassphraseOption();
    @Mixin private StoreCredentialsOption credentials = new StoreCredentialsOption();

    @Parameters(
            index = "0",
            paramLabel = "FILE|URL",
            description = "The snapshot: a file, or s3://BUCKET/PATH/NAME.snapshot.")
    private String source = "";

    @Override
    public Integer call() {
        Optional<Passphrase> known = passphrase.find();
        switch (SnapshotTarget.of(source)) {
            case SnapshotTarget.InFile in -> inspect(in.file(), known);
            case SnapshotTarget.InStore in -> {
                try (SnapshotStore store = in.open(credentials.directory());
                        var fetch = SnapshotFetch.of(store, in.name(), Clock.systemUTC())) {
                    inspect(fetch.file(), known);
                }
            }
        }
        return 0;
    }

    private void inspect(Path file, Optional<Passphrase> known) {
        try (SnapshotFile snapshot = SnapshotFile.open(file)) {
            String checked = "digest";
            if (known.isPresent()) {
                var _ = snapshot.check(known.get());
                checked = "everything";
            } else {
                snapshot.checkDigest();
            }
            Map<String, Object> row =
                    SnapshotRow.of(source, snapshot.info(), snapshot.bytes(), snapshot.digest());
            row.put("checked", checked);
            output.print(spec.commandLine().getOut(), row, text(row));
        }
    }

    private static String text(Map<String, Object> row) {
        var lines = new ArrayList<String>();
        row.forEach((name, value) -> lines.add("%-10s  %s".formatted(name, value)));
        return String.join("\n", lines);
    }
}
