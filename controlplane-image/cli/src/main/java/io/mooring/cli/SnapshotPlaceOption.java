package io.mooring.cli;

import io.mooring.server.SnapshotPlace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which control plane a snapshot is made of, or becomes: as its server is told it.
final class SnapshotPlaceOption {

    @Option(
            names = "--data-dir",
            description = "The control plane's data directory, on its machine.")
    private @Nullable Path dataDir;

    @Option(
            names = "--config",
            description = "Its configuration, YAML (default: config.yaml in the data directory).")
    private @Nullable Path config;

    @Option(names = "--name", description = "The cluster's name (default: the data directory's).")
    private @Nullable String name;

    @Option(
            names = "--bin-dir",
            description =
                    "Where the upstream binaries are (default: MOORING_BIN_DIR, else the cache).")
    private @Nullable Path binDir;

    SnapshotPlace place() {
        if (dataDir == null) {
            throw new CliException(
                    "which control plane? give --data-dir, or of one in a host cluster --name and --namespace");
        }
        return new SnapshotPlace(
                dataDir,
                Optional.ofNullable(config),
                Optional.ofNullable(binDir).orElseGet(Installed::binDir),
                Optional.ofNullable(name));
    }

    /// The name of one in a host cluster, where all else is as its image has it.
    String hostedName() {
        var unfit = new ArrayList<String>();
        if (dataDir != null) {
            unfit.add("--data-dir");
        }
        if (config != null) {
            unfit.add("--config");
        }
        if (binDir != null) {
            unfit.add("--bin-dir");
        }
        if (!unfit.isEmpty()) {
            throw new CliException(
                    "of a control plane in a host cluster, its pod knows %s; leave that out"
                            .formatted(String.join(", ", unfit)));
        }
        if (name == null) {
            throw new CliException("which control plane of the host cluster? give --name");
        }
        return name;
    }
}
