package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A node that may go by choice.
///
/// @param pods that would have to move
record Candidate(Claim claim, Node node, Pool pool, List<Pod> pods) {

    /// A pod that has just moved costs so much more to move again.
    private static final double YOUNG = 10;

    double price() {
        return claim.spec().price();
    }

    boolean empty() {
        return pods.isEmpty();
    }

    /// What moving its pods costs, in dollars.
    double moveDollars(Instant now) {
        Duration payback = pool.consolidation().payback();
        double moves = 0;
        for (Pod pod : pods) {
            double age = seconds(Duration.between(pod.created(), now));
            double young = 1 - Math.clamp(age / Math.max(1, seconds(payback)), 0, 1);
            moves += Math.max(0, pod.moveCost()) * (1 + (YOUNG - 1) * young);
        }
        return moves * pool.consolidation().dollarsPerMove();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /// As Karpenter weighs nodes: one for itself, and its pods.
    double nodeCost() {
        return 1 + pods.stream().mapToDouble(Pod::moveCost).map(cost -> Math.max(0, cost)).sum();
    }

    /// What is paid for room that no pod uses.
    double waste() {
        double used = 0;
        for (String resource : List.of("cpu", "memory")) {
            long asked = 0;
            for (Pod pod : pods) {
                asked += pod.template().requests().getOrDefault(resource, 0L);
            }
            used = Math.max(used, share(asked, node.allocatable(), resource));
        }
        return price() * (1 - Math.min(1, used));
    }

    private static double share(long asked, Map<String, Long> there, String resource) {
        return asked / (double) Math.max(1, there.getOrDefault(resource, 1L));
    }
}
