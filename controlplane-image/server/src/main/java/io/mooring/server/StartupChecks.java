package io.mooring.server;

import io.mooring.api.KubernetesVersion;
import io.mooring.api.VirtualClusterConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What must be so before anything is started. Every check reports all it finds at once.
final class StartupChecks {

    /// The kernel's `sun_path` has 108 bytes, the last of which is 0.
    private static final int LONGEST_SOCKET_PATH = 107;

    private static final String LONGEST_SOCKET = "run/health.sock";

    private static final SortedMap<String, String> TOOLS =
            new TreeMap<>(Map.of("setpriv", "util-linux", "nice", "coreutils"));

    private StartupChecks() {}

    /// Fails, naming every upstream program that is missing at once.
    static void requirePrograms(List<String> programs, Path binDir, List<Path> searchPath) {
        List<String> missing =
                programs.stream()
                        .filter(name -> !Files.isExecutable(binDir.resolve(name)))
                        .toList();
        if (!missing.isEmpty()) {
            throw new ServerException(
                    "starting a control plane: %s not found in %s; build them with %s or give --bin-dir"
                            .formatted(String.join(", ", missing), binDir, tool(missing)));
        }
        var tools = new ArrayList<String>();
        TOOLS.forEach((tool, debian) -> {
            if (searchPath.stream().noneMatch(place -> Files.isExecutable(place.resolve(tool)))) {
                tools.add("%s (package %s)".formatted(tool, debian));
            }
        });
        if (!tools.isEmpty()) {
            throw new ServerException(
                    "starting a control plane: not found in PATH: %s; install what they are in"
                            .formatted(String.join(", ", tools)));
        }
    }

    private static String tool(List<String> missing) {
        return missing.stream().anyMatch(name -> name.startsWith(KubernetesVersion.FURTHER + "/"))
                ? "make upstream, take the image of that release,"
                : "tools/build";
    }

    static List<Path> searchPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(place -> !place.isEmpty())
                .map(Path::of)
                .toList();
    }

    /// Fails if the sockets in this data directory could not be made.
    static void requireShortPath(Path dataDir) {
        int length =
                dataDir.resolve(LONGEST_SOCKET).toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_SOCKET_PATH) {
            throw new ServerException(
                    "opening the data directory %s: its path is %d bytes too long for the Unix sockets in it; choose a shorter one"
                            .formatted(dataDir, length - LONGEST_SOCKET_PATH));
        }
    }

    /// Fails if the address to advertise is none.
    static void requireAddress(String advertiseAddress) {
        try {
            var _ = InetAddress.ofLiteral(advertiseAddress);
        } catch (IllegalArgumentException e) {
            throw new ServerException(
                    "starting a control plane: --advertise-address %s is not an IP address; give one under which nodes reach this machine"
                            .formatted(advertiseAddress),
                    e);
        }
    }

    /// Fails if the configuration and the command line do not speak of the same replicas.
    static void requireReplicas(ControlPlaneSettings settings, Optional<Replicas> given) {
        int wanted = settings.config().controlPlane().statefulSet().highAvailability().replicas();
        int members = given.map(replicas -> replicas.members().size()).orElse(1);
        if (wanted != members) {
            throw new ServerException(
                    "starting a control plane: controlPlane.statefulSet.highAvailability.replicas is %d, and --member was given for %d; each replica is given --replica, --shared-secret and one --member for each"
                            .formatted(wanted, members));
        }
    }

    /// Fails if the work would make one replica of several only.
    static void requireOneReplica(String attempt, VirtualClusterConfig config) {
        int replicas = config.controlPlane().statefulSet().highAvailability().replicas();
        if (replicas > 1) {
            throw new ServerException(
                    "%s: its control plane has %d replicas, each with a directory of its own; name the snapshot as snapshots.restore.url of a new control plane instead, and all of them begin with it"
                            .formatted(attempt, replicas));
        }
    }

    /// Fails, naming every address that something else listens on.
    static void requireFree(List<InetSocketAddress> addresses) {
        var taken = new ArrayList<String>();
        for (InetSocketAddress address : addresses) {
            try (var probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(address);
            } catch (IOException e) {
                taken.add(
                        "%s:%d (%s)"
                                .formatted(
                                        address.getHostString(),
                                        address.getPort(),
                                        e.getMessage()));
            }
        }
        if (!taken.isEmpty()) {
            throw new ServerException(
                    "starting a control plane: cannot listen on %s; end what does, or start it in a network namespace of its own"
                            .formatted(String.join(", ", taken)));
        }
    }
}
