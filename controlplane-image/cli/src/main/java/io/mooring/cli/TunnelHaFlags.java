package io.mooring.cli;

import io.mooring.server.StandaloneTunnelOptions.Count;
import io.mooring.server.StandaloneTunnelOptions.ServerLeases;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which of how many servers this one is.
final class TunnelHaFlags {

    @Option(
            names = "--server-id",
            description =
                    "What tells this server from others (default: PROXY_SERVER_ID, else a random"
                            + " UUID).")
    private @Nullable String id;

    @Option(
            names = "--server-count",
            description =
                    "How many servers agents look for (default: 1, or as many as have leases where"
                            + " --enable-lease-controller is given).")
    private @Nullable Integer count;

    @Option(
            names = "--enable-lease-controller",
            arity = "0..1",
            fallbackValue = "true",
            description = "Keep a lease, so that agents and servers can count the servers.")
    private boolean leases;

    @Option(
            names = "--lease-namespace",
            defaultValue = "kube-system",
            description = "Where the leases are (default: ${DEFAULT-VALUE}).")
    private String namespace = "";

    @Option(
            names = "--lease-label",
            defaultValue = "k8s-app=konnectivity-server",
            description = "What all their leases have (default: ${DEFAULT-VALUE}).")
    private String label = "";

    String id() {
        if (id != null && !id.isEmpty()) {
            return id;
        }
        String environment = System.getenv("PROXY_SERVER_ID");
        return environment == null || environment.isEmpty()
                ? UUID.randomUUID().toString()
                : environment;
    }

    int count(List<String> problems) {
        int servers = count == null ? 1 : count;
        if (servers < 1) {
            problems.add("--server-count: " + servers + " is less than one");
        }
        return servers;
    }

    Optional<ServerLeases> leases(List<String> problems) {
        if (!leases) {
            return Optional.empty();
        }
        if (label.indexOf('=') < 1 || label.contains(",")) {
            problems.add("--lease-label: '" + label + "' is no KEY=VALUE");
        }
        return Optional.of(
                new ServerLeases(namespace, label, count == null ? Count.LEASES : Count.FLAG));
    }
}
