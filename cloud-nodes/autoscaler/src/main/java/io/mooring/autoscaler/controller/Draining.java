package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.NodeMarks;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.PodBudget;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Empties a node: evicts in four tiers, each once those before it are gone: workload, daemons,
/// critical workload, critical daemons. Near the end of a grace period pods are deleted whatever
/// protects them, each early enough for its own grace.
final class Draining {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration KILL_AGAIN = Duration.ofSeconds(10);

    /// When each pod was last asked to go, and when it was deleted by force.
    static final class Asked {
        private final Operations evictions = new Operations();
        private final Operations kills = new Operations();

        void forget(View view) {
            evictions.keepOnly(view.cluster.pods().keySet());
            kills.keepOnly(view.cluster.pods().keySet());
        }
    }

    private final Asked asked;
    private final View view;
    private final Instant now;
    private final Agenda agenda;
    private final Map<PodBudget, Integer> spent = new HashMap<>();

    Draining(Asked asked, View view, Instant now, Agenda agenda) {
        this.asked = asked;
        this.view = view;
        this.now = now;
        this.agenda = agenda;
    }

    /// Whether nothing is left on the node that has to be waited for.
    ///
    /// @param patience when it goes with whatever is still on it, though its grace period lasts
    boolean drained(Claim claim, Node node, @Nullable Instant patience) {
        mark(node);
        Instant by = claim.status().terminateBy();
        boolean graceIsOver = past(by);
        boolean late = past(patience) || graceIsOver;
        List<Pod> left =
                view.podsOn(node).stream()
                        .filter(pod -> pod.kind() != Pod.Kind.MIRROR)
                        .filter(pod -> !View.tolerates(pod) && !pod.stuck(now))
                        .toList();
        if (left.isEmpty()) {
            return node.attachedVolumes() == 0 || late;
        }
        int tier = left.stream().mapToInt(Draining::tier).min().orElse(0);
        for (Pod pod : left) {
            if (pod.deletion() != null) {
                agenda.at(
                        pod.deletion().plus(pod.grace()).plus(Duration.ofMinutes(1)).plusMillis(1));
            }
            if (!killed(pod, by) && tier(pod) == tier && pod.deletion() == null) {
                evict(pod, claim);
            }
        }
        return late;
    }

    private boolean past(@Nullable Instant deadline) {
        if (deadline == null) {
            return false;
        }
        agenda.at(deadline);
        return !now.isBefore(deadline);
    }

    private void mark(Node node) {
        if (!node.taints().contains(NodeMarks.DISRUPTED)) {
            var labels = new java.util.TreeMap<>(node.labels());
            labels.put(NodeMarks.NO_LOAD_BALANCER, "karpenter");
            agenda.add(
                    new Action.MarkNode(
                            node.name(),
                            labels,
                            NodeMarks.with(node.taints(), NodeMarks.DISRUPTED)));
        }
    }

    private static int tier(Pod pod) {
        return (pod.critical() ? 2 : 0) + (pod.kind() == Pod.Kind.DAEMON ? 1 : 0);
    }

    /// Deletes a pod whose grace would last beyond the end of the claim's grace period.
    private boolean killed(Pod pod, @Nullable Instant by) {
        if (by == null) {
            return false;
        }
        Instant latest = by.minus(pod.grace());
        if (now.isBefore(latest)) {
            agenda.at(latest);
            return false;
        }
        Instant ends = pod.deletion() == null ? Instant.MAX : pod.deletion().plus(pod.grace());
        if (ends.isAfter(by) && asked.kills.start(pod.name(), now, agenda)) {
            Duration rest = Duration.between(now, by);
            agenda.add(new Action.Kill(pod.name(), rest.compareTo(SHORTEST) < 0 ? SHORTEST : rest));
            asked.kills.again(pod.name(), now, KILL_AGAIN);
        }
        return true;
    }

    private void evict(Pod pod, Claim claim) {
        if (!asked.evictions.start(pod.name(), now, agenda)) {
            return;
        }
        String protection =
                pod.isProtected(now) ? "it is not to be disrupted" : view.protection(pod);
        if (!protection.isEmpty()) {
            agenda.add(
                    new Action.Say(
                            "Pod",
                            pod.name(),
                            "EvictionBlocked",
                            "%s is drained (%s) and waits for this pod: %s; %s"
                                    .formatted(
                                            claim.name(),
                                            Objects.toString(claim.status().reason(), "deleted"),
                                            protection,
                                            end(claim))));
        } else if (withinBudget(pod)) {
            agenda.add(new Action.Evict(pod.name()));
        }
        asked.evictions.failed(pod.name(), now);
    }

    private static String end(Claim claim) {
        Instant by = claim.status().terminateBy();
        return by == null
                ? "its pool has no terminationGracePeriod, so nothing but its own deletion ends that"
                : "it is deleted in time for the end of its node's grace period at " + by;
    }

    /// Of one observation no more evictions are made than it allows.
    private boolean withinBudget(Pod pod) {
        for (PodBudget budget : view.cluster.podBudgets()) {
            if (budget.guards(pod)) {
                return spent.merge(budget, 1, Integer::sum) <= budget.allowed();
            }
        }
        return true;
    }
}
