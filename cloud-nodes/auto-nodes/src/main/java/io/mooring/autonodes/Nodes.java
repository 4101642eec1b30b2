package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.PodBudget;
import io.mooring.autoscaler.model.LabelSelector;
import io.mooring.autoscaler.model.Quantity;
import io.mooring.autoscaler.workload.Trees;
import io.mooring.kube.KubeObject;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads nodes, and what protects the pods on them.
final class Nodes {

    private Nodes() {}

    static Node read(KubeObject node) {
        KubeObject ready = condition(node, "Ready");
        return new Node(
                node.name(),
                node.text("spec", "providerID").orElse(""),
                new TreeMap<>(node.labels()),
                Trees.taints(node.maps("spec", "taints")),
                amounts(node.texts("status", "allocatable")),
                ready.text("status").orElse("").equals("True"),
                Times.instant(ready.text("lastTransitionTime").orElse("")).orElse(Instant.EPOCH),
                node.list("status", "volumesAttached").size(),
                node.annotations().getOrDefault(Kinds.DO_NOT_DISRUPT, "").equals("true"));
    }

    /// The same node under what its claim knows the machine by: a node's name is bound to the token
    /// that it joined with, and that to its claim.
    static Node withProviderId(Node node, String providerId) {
        return new Node(
                node.name(),
                providerId,
                node.labels(),
                node.taints(),
                node.allocatable(),
                node.ready(),
                node.since(),
                node.attachedVolumes(),
                node.doNotDisrupt());
    }

    /// The same node, which has these resources besides.
    static Node withMore(Node node, Map<String, Long> more) {
        var allocatable = new TreeMap<>(node.allocatable());
        allocatable.putAll(more);
        return new Node(
                node.name(),
                node.providerId(),
                node.labels(),
                node.taints(),
                allocatable,
                node.ready(),
                node.since(),
                node.attachedVolumes(),
                node.doNotDisrupt());
    }

    static PodBudget budget(KubeObject budget) {
        LabelSelector selector =
                budget.at("spec", "selector").isPresent()
                        ? Trees.selector(budget.map("spec", "selector"))
                        : LabelSelector.NOTHING;
        int allowed = number(budget, "disruptionsAllowed");
        return new PodBudget(
                budget.namespace(),
                budget.name(),
                selector,
                allowed,
                unreadyMayGo(budget),
                number(budget, "desiredHealthy"),
                number(budget, "currentHealthy"),
                number(budget, "expectedPods"));
    }

    /// As the eviction API has it: always where the budget says so, else where enough are ready.
    private static boolean unreadyMayGo(KubeObject budget) {
        int ready = number(budget, "currentHealthy");
        int wanted = number(budget, "desiredHealthy");
        return budget.text("spec", "unhealthyPodEvictionPolicy").orElse("").equals("AlwaysAllow")
                || wanted > 0 && ready >= wanted;
    }

    private static int number(KubeObject budget, String field) {
        return budget.text("status", field).map(Integer::parseInt).orElse(0);
    }

    static KubeObject condition(KubeObject object, String type) {
        return object.maps("status", "conditions").stream()
                .filter(condition -> type.equals(condition.get("type")))
                .findFirst()
                .map(KubeObject::new)
                .orElseGet(() -> new KubeObject(Map.of()));
    }

    static SortedMap<String, Long> amounts(Map<String, String> texts) {
        var amounts = new TreeMap<String, Long>();
        texts.forEach(
                (name, text) -> amounts.put(name, Quantity.parse(name, text, RoundingMode.FLOOR)));
        return amounts;
    }
}
