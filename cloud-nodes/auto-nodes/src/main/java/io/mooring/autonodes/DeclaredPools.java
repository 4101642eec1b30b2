package io.mooring.autonodes;

import io.mooring.api.AutoNodes;
import io.mooring.api.JoinNode;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The pools of `privateNodes.autoNodes` as NodePools.
final class DeclaredPools {

    /// A host has no end of namespaces, and of everything else very soon.
    private static final Map<String, Object> LIMIT_OF_A_HOST = Map.of("nodes", "10");

    private DeclaredPools() {}

    static List<KubeObject> of(List<AutoNodes> declared) {
        return declared.stream()
                .flatMap(nodes ->
                        Stream.concat(
                                nodes.staticPools().stream()
                                        .map(pool -> fixed(nodes.provider(), pool)),
                                nodes.dynamicPools().stream()
                                        .map(pool -> dynamic(nodes.provider(), pool))))
                .toList();
    }

    private static KubeObject fixed(String provider, AutoNodes.StaticPool pool) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("replicas", pool.quantity());
        spec.put(
                "template",
                template(
                        provider,
                        pool.nodeLabels(),
                        pool.taints(),
                        pool.nodeTypeSelector(),
                        pool.terminationGracePeriod(),
                        ""));
        return object(pool.name(), spec);
    }

    private static KubeObject dynamic(String provider, AutoNodes.DynamicPool pool) {
        var spec = new LinkedHashMap<String, Object>();
        if (pool.weight() > 0) {
            spec.put("weight", pool.weight());
        }
        boolean host = provider.equals("local") && pool.limits().isEmpty();
        Map<String, Object> limits = host ? LIMIT_OF_A_HOST : pool.limits();
        if (!limits.isEmpty()) {
            spec.put("limits", limits);
        }
        spec.put("disruption", disruption(pool.disruption()));
        spec.put(
                "template",
                template(
                        provider,
                        pool.nodeLabels(),
                        pool.taints(),
                        pool.nodeTypeSelector(),
                        pool.terminationGracePeriod(),
                        pool.expireAfter()));
        return object(pool.name(), spec);
    }

    private static KubeObject object(String name, Map<String, Object> spec) {
        return KubeObject.of(
                ObjectRef.cluster(Kinds.NODE_POOL, name),
                Map.of("metadata", Map.of("labels", Map.of(Kinds.DECLARED, "true")), "spec", spec));
    }

    private static Map<String, Object> template(
            String provider,
            Map<String, String> labels,
            List<JoinNode.Taint> taints,
            List<AutoNodes.Requirement> selector,
            String gracePeriod,
            String expireAfter) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("nodeClassRef", Kinds.providerRef(provider));
        spec.put("requirements", selector.stream().map(DeclaredPools::requirement).toList());
        spec.put(
                "taints",
                taints.stream()
                        .map(taint ->
                                Map.of(
                                        "key", taint.key(),
                                        "value", taint.value(),
                                        "effect", taint.effect()))
                        .toList());
        // a period that never ends is one that is not given
        Times.duration(gracePeriod)
                .ifPresent(period -> spec.put("terminationGracePeriod", Times.text(period)));
        if (!expireAfter.isEmpty()) {
            spec.put("expireAfter", written(expireAfter));
        }
        return Map.of("metadata", Map.of("labels", labels), "spec", spec);
    }

    private static Map<String, Object> requirement(AutoNodes.Requirement requirement) {
        return Map.of(
                "key",
                requirement.property(),
                "operator",
                requirement.effectiveOperator(),
                "values",
                requirement.operands());
    }

    private static Map<String, Object> disruption(AutoNodes.Disruption disruption) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("consolidateAfter", written(disruption.consolidateAfter()));
        tree.put("consolidationPolicy", disruption.consolidationPolicy());
        var budgets = new ArrayList<Map<String, Object>>();
        for (AutoNodes.Budget budget : disruption.budgets()) {
            var one = new LinkedHashMap<String, Object>();
            one.put("nodes", budget.nodes().isEmpty() ? "10%" : budget.nodes());
            if (!budget.schedule().isEmpty()) {
                one.put("schedule", budget.schedule());
                one.put("duration", written(budget.duration()));
            }
            budgets.add(one);
        }
        if (!budgets.isEmpty()) {
            tree.put("budgets", budgets);
        }
        return tree;
    }

    /// In whole seconds, which every reader of durations understands.
    private static String written(String duration) {
        return Times.duration(duration).map(Times::text).orElse(duration);
    }
}
