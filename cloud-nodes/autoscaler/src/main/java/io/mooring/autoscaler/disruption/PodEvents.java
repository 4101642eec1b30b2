package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.View;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// When a pod last came to each node or went, as far as has been seen, and whether room has grown
/// anywhere.
final class PodEvents {

    private record Seen(Set<String> pods, Instant since) {}

    private final Map<String, Seen> seen = new HashMap<>();
    private long growth;

    void observe(View view, Instant now) {
        Set<String> there = new HashSet<>();
        for (Claim claim : view.cluster.claims().values()) {
            if (!claim.initialized()) {
                continue;
            }
            there.add(claim.name());
            Set<String> pods = new HashSet<>();
            for (Pod pod : view.movingFrom(claim)) {
                pods.add(pod.name());
            }
            Seen before = seen.get(claim.name());
            if (before == null || !before.pods.equals(pods)) {
                if (before == null || !pods.containsAll(before.pods)) {
                    growth++;
                }
                seen.put(claim.name(), new Seen(pods, now));
            }
        }
        seen.keySet().retainAll(there);
    }

    Instant last(Claim claim) {
        Seen found = seen.get(claim.name());
        return found == null ? Instant.MAX : found.since;
    }

    /// Changes whenever some node has more room than before.
    long growth() {
        return growth;
    }
}
