package io.mooring.acceptance;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// What a cluster's server holds at one moment.
record ChaosFigures(int agents, int pendingDials, int connections, int fronts, int descriptors) {

    private static final String PREFIX = "konnectivity_network_proxy_server_";

    static ChaosFigures of(LocalCluster cluster) {
        String metrics = cluster.metrics();
        String[] open =
                Path.of("/proc", Long.toString(cluster.process("java").pid()), "fd")
                        .toFile()
                        .list();
        return new ChaosFigures(
                figure(metrics, "ready_backend_connections"),
                figure(metrics, "pending_backend_dials"),
                figure(metrics, "established_connections"),
                figure(metrics, "http_connections"),
                open == null ? -1 : open.length);
    }

    private static int figure(String metrics, String name) {
        var line = Pattern.compile("^" + PREFIX + name + " (\\d+)$", Pattern.MULTILINE);
        var found = line.matcher(metrics);
        return found.find() ? Integer.parseInt(found.group(1)) : -1;
    }

    /// True when no more is held than at that other quiet moment, but for the one connection that
    /// kube-apiserver keeps for its next request to a node, and descriptors of the JVM's own.
    boolean quietAs(ChaosFigures start) {
        return agents == start.agents
                && pendingDials == 0
                && connections >= 0
                && connections <= Math.max(start.connections, start.agents)
                && fronts <= Math.max(start.fronts, start.agents)
                && descriptors <= start.descriptors + 8;
    }
}
