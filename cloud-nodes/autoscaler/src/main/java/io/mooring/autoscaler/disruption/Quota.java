package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.cluster.View;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What the pools' budgets leave in one step. Nodes that are going or not ready, for whatever
/// reason, have used up their part.
final class Quota {

    private final Map<String, Integer> total = new HashMap<>();
    private final Map<String, Integer> going = new HashMap<>();
    private final Instant now;

    Quota(View view, Instant now) {
        this.now = now;
        for (Claim claim : view.cluster.claims().values()) {
            if (claim.initialized()) {
                Node node = view.nodeOf(claim);
                total.merge(claim.pool(), 1, Integer::sum);
                if (claim.leaving() || node == null || !node.ready()) {
                    going.merge(claim.pool(), 1, Integer::sum);
                }
            }
        }
    }

    int left(Pool pool, Reason reason) {
        int allowed = pool.allowed(reason, total.getOrDefault(pool.name(), 0), now);
        return Math.max(0, allowed - going.getOrDefault(pool.name(), 0));
    }

    void take(Pool pool) {
        going.merge(pool.name(), 1, Integer::sum);
    }
}
