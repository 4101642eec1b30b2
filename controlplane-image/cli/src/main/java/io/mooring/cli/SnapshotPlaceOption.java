package io.mooring.cli;

import io.mooring.server.SnapshotPlace;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which control plane a snapshot is made of, or becomes: as its server is told it.
final class SnapshotPlaceOption {

    @Option(
            names = "--data-dir",
            required = true,
            description = "The control plane's data directory, on its machine.")
    private Path dataDir = Path.of("");

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
        return new SnapshotPlace(
                dataDir,
                Optional.ofNullable(config),
                Optional.ofNullable(binDir).orElseGet(Installed::binDir),
                Optional.ofNullable(name));
    }
}
