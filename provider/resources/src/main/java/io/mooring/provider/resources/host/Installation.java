package io.mooring.provider.resources.host;

import io.mooring.api.KubernetesVersion;
import io.mooring.api.Release;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where this machine has the programs a control plane needs.
///
/// @param launcher the `mooring` command
/// @param binaries the directory of the upstream binaries
/// @param machineRoot the file system that local machines boot over
/// @param javaHome the Java the launcher is to use, if it matters
public record Installation(
        Path launcher, Path binaries, Path machineRoot, Optional<Path> javaHome) {

    private static final List<String> OF_KUBERNETES =
            List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler");

    private static final List<String> NEEDED_BY_NODES = List.of("kubelet", "konnectivity-agent");

    /// Finds them by `MOORING_HOME` and `MOORING_BIN_DIR`, else beside this code and in the user's
    /// cache.
    public static Installation find(Map<String, String> environment) {
        Path launcher =
                Optional.ofNullable(environment.get("MOORING_HOME"))
                        .map(home -> Path.of(home, "bin", "mooring"))
                        .or(Installation::besideThisCode)
                        .orElse(Path.of("bin", "mooring"))
                        .toAbsolutePath();
        Path cache = cache(environment);
        Path binaries =
                Optional.ofNullable(environment.get("MOORING_BIN_DIR"))
                        .map(Path::of)
                        .orElse(cache.resolve("bin"));
        return new Installation(
                launcher,
                binaries,
                cache.resolve("machine-root"),
                Optional.of(Path.of(System.getProperty("java.home"))));
    }

    /// Where the jars of node providers are, a directory each: below `MOORING_LIB`, which every
    /// launcher sets, else in the tree of the `mooring` command.
    public static Path nodeProviders(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("MOORING_LIB"))
                .map(lib -> Path.of(lib, "nodes"))
                .orElseGet(() ->
                        find(environment)
                                .launcher()
                                .resolveSibling("../target/dist/nodes")
                                .normalize());
    }

    /// Where the tools keep what they build once: `MOORING_CACHE`, else in the user's cache.
    public static Path cache(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("MOORING_CACHE"))
                .map(Path::of)
                .orElseGet(() -> userCache(environment).resolve("mooring"));
    }

    private static Path userCache(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    }

    private static Optional<Path> besideThisCode() {
        try {
            var source = Installation.class.getProtectionDomain().getCodeSource();
            Path place = Path.of(source.getLocation().toURI());
            return Stream.iterate(place, p -> p.getParent() != null, Path::getParent)
                    .map(p -> p.resolve("bin/mooring"))
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /// The environment a server is started with.
    Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        environment.put("MOORING_BIN_DIR", binaries.toString());
        javaHome.ifPresent(home -> environment.put("JAVA_HOME", home.toString()));
        return environment;
    }

    /// Fails, naming everything that is missing at once.
    void requireComplete(Release release) {
        Path kubernetes = KubernetesVersion.programs(binaries, release);
        require(
                "running a control plane on this machine",
                Stream.concat(
                        Stream.of(launcher, binaries.resolve("kine")),
                        OF_KUBERNETES.stream().map(kubernetes::resolve)));
    }

    /// Fails if this machine has no `mooring` command.
    void requireLauncher(String attempt) {
        require(attempt, Stream.of(launcher));
    }

    /// Fails, naming everything that is missing at once, if no node can be made on this machine.
    public void requireForNodes() {
        require(
                "running a node on this machine",
                Stream.concat(
                        NEEDED_BY_NODES.stream().map(binaries::resolve), Stream.of(machineRoot)));
    }

    private static void require(String attempt, Stream<Path> needed) {
        List<String> missing =
                needed.filter(place -> !Files.isExecutable(place)).map(Path::toString).toList();
        if (!missing.isEmpty()) {
            throw new HostFailure.Unusable(
                    "%s: missing %s; run `make build upstream`, or set MOORING_HOME and MOORING_BIN_DIR, then run again"
                            .formatted(attempt, String.join(", ", missing)));
        }
    }
}
