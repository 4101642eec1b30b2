package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the nodes that may go by choice.
final class Candidates {

    private final View view;
    private final Nominations nominations;
    private final Instant now;

    Candidates(View view, Nominations nominations, Instant now) {
        this.view = view;
        this.nominations = nominations;
        this.now = now;
    }

    List<Candidate> all() {
        var all = new ArrayList<Candidate>();
        for (Claim claim : view.cluster.claims().values()) {
            Candidate candidate = of(claim);
            if (candidate != null) {
                all.add(candidate);
            }
        }
        return all;
    }

    /// Null where the node is not up, is going already, is part of a disruption or waits for pods.
    private @Nullable Candidate of(Claim claim) {
        Node node = view.nodeOf(claim);
        Pool pool = view.poolOf(claim);
        if (node == null
                || pool == null
                || !claim.initialized()
                || !node.ready()
                || claim.deleting()
                || claim.command() != null
                || node.doNotDisrupt()
                || nominations.has(claim.name())) {
            return null;
        }
        return new Candidate(claim, node, pool, view.movingFrom(claim));
    }

    /// Whether no pod on it is protected from eviction.
    boolean free(Candidate candidate) {
        for (Pod pod : view.podsOn(candidate.node())) {
            if (pod.kind() != Pod.Kind.MIRROR && pod.isProtected(now)) {
                return false;
            }
        }
        return candidate.pods().stream().allMatch(pod -> view.protection(pod).isEmpty());
    }
}
