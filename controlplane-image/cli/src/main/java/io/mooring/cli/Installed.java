package io.mooring.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

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
        Path image = Path.of("/usr/local/bin/kube-apiserver");
        return Files.isExecutable(image)
                ? Path.of("/usr/local/bin")
                : cache(environment).resolve("bin");
    }

    static Path cache(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("MOORING_CACHE"))
                .map(Path::of)
                .orElseGet(() ->
                        Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                                .map(Path::of)
                                .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                                .resolve("mooring"));
    }
}
