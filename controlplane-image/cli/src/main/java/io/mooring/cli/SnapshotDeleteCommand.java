package io.mooring.cli;

import io.mooring.snapshot.SnapshotFile;
import io.mooring.snapshot.SnapshotInfo;
import io.mooring.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "delete",
        description = {
            "Remove a snapshot. That is all right if there is none.",
            "What is no snapshot is left alone."
        },
        mixinStandardHelpOptions = true)
final class SnapshotDeleteCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Output output = new Output();
    @Mixin private StoreCredentialsOption credentials = new StoreCredentialsOption();

    @Parameters(
            index = "0",
            paramLabel = "FILE|URL",
            description = "The snapshot: a file, or " + SnapshotTarget.URLS + ".")
    private String target = "";

    @Override
    public Integer call() {
        SnapshotTarget where = SnapshotTarget.of(target);
        Optional<SnapshotInfo> removed =
                switch (where) {
                    case SnapshotTarget.InFile in -> file(in.file());
                    case SnapshotTarget.InStore in -> {
                        try (SnapshotStore store = in.open(credentials.directory())) {
                            yield inStore(store, in.name());
                        }
                    }
                };
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("file", where.toString());
        row.put("removed", removed.isPresent());
        output.print(
                spec.commandLine().getOut(),
                row,
                removed.map(info ->
                                "%s: removed, a snapshot of cluster %s of %s"
                                        .formatted(where, info.cluster(), info.created()))
                        .orElse(where + ": there is none"));
        return 0;
    }

    private static Optional<SnapshotInfo> file(Path file) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        SnapshotInfo info;
        try (SnapshotFile snapshot = SnapshotFile.open(file)) {
            info = snapshot.info();
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new CliException("removing the snapshot " + file + ": " + e);
        }
        return Optional.of(info);
    }

    private static Optional<SnapshotInfo> inStore(SnapshotStore store, String name) {
        if (store.find(name).isEmpty()) {
            return Optional.empty();
        }
        SnapshotInfo info = store.info(name);
        store.delete(name);
        return Optional.of(info);
    }
}
