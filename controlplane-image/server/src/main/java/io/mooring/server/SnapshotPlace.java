package io.mooring.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The cluster that a snapshot is made of, or becomes.
///
/// @param config what its server is started with; `config.yaml` in the data directory if empty
/// @param name what its server is told; the data directory's last part if empty
public record SnapshotPlace(
        Path dataDir, Optional<Path> config, Path binDir, Optional<String> name) {

    public SnapshotPlace {
        dataDir = dataDir.toAbsolutePath().normalize();
    }

    String clusterName() {
        return name.orElseGet(() -> dataDir.getFileName().toString());
    }

    /// The text of its configuration, if there is one.
    Optional<String> configText() {
        Path file = config.orElse(dataDir.resolve(ClusterFiles.CONFIG));
        if (config.isEmpty() && !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            throw new ServerException("reading the configuration " + file + ": " + e, e);
        }
    }
}
