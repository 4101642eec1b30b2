package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Timeouts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long a node that is not ready is waited for: as long as its pool says, from when it was last
/// seen to change, or from its registration where it has never said how it is.
final class Sickness {

    private Sickness() {}

    static Instant since(Claim claim, Node node) {
        Instant registered = claim.status().registered();
        Instant first = registered == null ? claim.created() : registered;
        return node.since().isBefore(first) ? first : node.since();
    }

    static Instant end(Claim claim, Node node, @Nullable Pool pool) {
        Timeouts timeouts = pool == null ? Timeouts.DEFAULT : pool.timeouts();
        return since(claim, node).plus(timeouts.notReady());
    }
}
