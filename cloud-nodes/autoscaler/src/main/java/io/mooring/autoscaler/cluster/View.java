package io.mooring.autoscaler.cluster;

import io.mooring.autoscaler.model.Toleration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A cluster with claims, nodes and pods joined.
public final class View {

    public final Cluster cluster;
    private final Map<String, Node> nodeOfClaim = new HashMap<>();
    private final Map<String, Claim> claimOfNode = new HashMap<>();
    private final Map<String, List<Pod>> podsOfNode = new HashMap<>();
    private final List<Pod> pending = new ArrayList<>();

    public View(Cluster cluster) {
        this.cluster = cluster;
        Map<String, Node> byId = new HashMap<>();
        Set<String> twice = new HashSet<>();
        for (Node node : cluster.nodes().values()) {
            if (!node.providerId().isEmpty() && byId.put(node.providerId(), node) != null) {
                twice.add(node.providerId());
            }
        }
        for (Claim claim : cluster.claims().values()) {
            Node node = byId.get(claim.status().providerId());
            if (node != null && !twice.contains(node.providerId())) {
                nodeOfClaim.put(claim.name(), node);
                claimOfNode.put(node.name(), claim);
            }
        }
        for (Pod pod : cluster.pods().values()) {
            if (pod.bound()) {
                podsOfNode.computeIfAbsent(pod.node(), _ -> new ArrayList<>()).add(pod);
            } else if (pod.unschedulable() && pod.moves()) {
                pending.add(pod);
            }
        }
    }

    /// The node of a claim; none, too, where two nodes say that they are it.
    public @Nullable Node nodeOf(Claim claim) {
        return nodeOfClaim.get(claim.name());
    }

    public @Nullable Claim claimOf(Node node) {
        return claimOfNode.get(node.name());
    }

    public List<Pod> podsOn(@Nullable Node node) {
        return node == null ? List.of() : podsOfNode.getOrDefault(node.name(), List.of());
    }

    /// Pods that the scheduler has found no node for.
    public List<Pod> pending() {
        return pending;
    }

    /// Pods that need another node when the claim goes.
    public List<Pod> movingFrom(Claim claim) {
        return podsOn(nodeOf(claim)).stream()
                .filter(pod -> pod.moves() && !tolerates(pod))
                .toList();
    }

    /// Pods that tolerate the mark of a disrupted node stay to the end.
    public static boolean tolerates(Pod pod) {
        for (Toleration toleration : pod.template().tolerations()) {
            if (toleration.tolerates(NodeMarks.DISRUPTED)) {
                return true;
            }
        }
        return false;
    }

    public @Nullable Pool poolOf(Claim claim) {
        return cluster.pools().get(claim.pool());
    }

    public List<Claim> claimsOf(String pool) {
        return cluster.claims().values().stream().filter(c -> c.pool().equals(pool)).toList();
    }

    /// What protects the pod from eviction now, empty if nothing does.
    public String protection(Pod pod) {
        return Holdup.of(pod, cluster.podBudgets()).map(Holdup::why).orElse("");
    }
}
