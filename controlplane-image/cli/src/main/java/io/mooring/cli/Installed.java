package io.mooring.cli;

import io.mooring.provider.resources.host.ControlPlaneFiles;
import io.mooring.provider.resources.host.HealthSocket;
import io.mooring.provider.resources.host.Installation;
import io.mooring.provider.resources.host.PauseMark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Where this machine has things.
final class Installed {

    static final Path CLUSTERS = Path.of("/var/lib/mooring");

    private Installed() {}

    static Path binDir() {
        Map<String, String> environment = System.getenv();
        String named = environment.get("MOORING_BIN_DIR");
        if (named != null) {
            return Path.of(named);
        }
        // what every image has: Kubernetes' programs are elsewhere in those of further releases
        Path image = Path.of("/usr/local/bin/kine");
        return Files.isExecutable(image)
                ? Path.of("/usr/local/bin")
                : Installation.cache(environment).resolve("bin");
    }

    /// Whether the control plane of that data directory is ready, in one word or two.
    static String state(Path dataDir) {
        return switch (HealthSocket.readyz(dataDir.resolve("run/health.sock"))) {
            case HealthSocket.Health.Ready _ -> "ready";
            case HealthSocket.Health.NotReady _ -> "not ready";
            case HealthSocket.Health.Silent _ ->
                    PauseMark.since(new ControlPlaneFiles(dataDir)).isPresent()
                            ? "paused"
                            : "stopped";
        };
    }
}
