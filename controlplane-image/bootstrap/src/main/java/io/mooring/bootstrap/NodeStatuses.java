package io.mooring.bootstrap;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last status of each node that joins; the oldest goes when there are too many.
final class NodeStatuses {
    private static final Logger LOG = LoggerFactory.getLogger(NodeStatuses.class);
    private static final int MAX_NODES = 10_000;

    // guarded by this
    private final LinkedHashMap<String, NodeStatus> byNode = new LinkedHashMap<>();

    synchronized void record(NodeStatus status) {
        var before = byNode.remove(status.node());
        byNode.put(status.node(), status);
        if (byNode.size() > MAX_NODES) {
            byNode.pollFirstEntry();
        }
        if (before == null || !before.phase().equals(status.phase())) {
            LOG.info(
                    "node={} phase={} message={}", status.node(), status.phase(), status.message());
        }
    }

    synchronized Map<String, NodeStatus> all() {
        return Map.copyOf(byNode);
    }
}
