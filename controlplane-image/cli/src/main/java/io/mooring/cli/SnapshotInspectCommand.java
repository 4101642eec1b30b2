package io.mooring.cli;

import io.mooring.snapshot.Passphrase;
import io.mooring.snapshot.SnapshotStore;
import io.mooring.snapshot.SnapshotStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
            description = "The snapshot: a file, or " + SnapshotTarget.URLS + ".")
    private String source = "";

    @Override
    public Integer call() {
        Optional<Passphrase> known = passphrase.find();
        SnapshotStream.Inspected found =
                switch (SnapshotTarget.of(source)) {
                    case SnapshotTarget.InFile in -> inspect(in.file(), known);
                    case SnapshotTarget.InStore in -> inspect(in, known);
                };
        Map<String, Object> row =
                SnapshotRow.of(source, found.info(), found.bytes(), found.digest());
        row.put("checked", known.isPresent() ? "everything" : "digest");
        output.print(spec.commandLine().getOut(), row, text(row));
        return 0;
    }

    private static SnapshotStream.Inspected inspect(Path file, Optional<Passphrase> known) {
        try (InputStream from = Files.newInputStream(file)) {
            return SnapshotStream.inspect(from, file.toString(), known);
        } catch (NoSuchFileException _) {
            throw new CliException("reading the snapshot " + file + ": there is no such file");
        } catch (IOException e) {
            throw new CliException("reading the snapshot " + file + ": " + e);
        }
    }

    private SnapshotStream.Inspected inspect(
            SnapshotTarget.InStore in, Optional<Passphrase> known) {
        try (SnapshotStore store = in.open(credentials.directory());
                InputStream from = store.open(in.name())) {
            return SnapshotStream.inspect(from, in.toString(), known);
        } catch (IOException e) {
            throw new CliException("reading the snapshot " + in + ": " + e);
        }
    }

    private static String text(Map<String, Object> row) {
        var lines = new ArrayList<String>();
        row.forEach((name, value) -> lines.add("%-10s  %s".formatted(name, value)));
        return String.join("\n", lines);
    }
}
