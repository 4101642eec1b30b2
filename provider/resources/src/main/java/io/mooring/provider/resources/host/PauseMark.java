package io.mooring.provider.resources.host;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The file by which a control plane of this machine that does not run is known to be paused, and
/// not to have failed. It means nothing while the service runs.
public final class PauseMark {

    private PauseMark() {}

    /// Since when it is paused, as ISO 8601 has it.
    public static Optional<String> since(ControlPlaneFiles files) {
        return PrivateFiles.read(file(files)).map(String::strip);
    }

    static void set(ControlPlaneFiles files, Instant at) {
        PrivateFiles.write(file(files), at.truncatedTo(ChronoUnit.SECONDS) + "\n", "rw-------");
    }

    static void remove(ControlPlaneFiles files) {
        PrivateFiles.removeTree(file(files));
    }

    private static Path file(ControlPlaneFiles files) {
        return files.service().resolve("paused");
    }
}
