package io.mooring.provider.resources;

import io.mooring.cloudinit.Taint;
import io.mooring.kube.KubeObject;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The labels and taints of a node that are ours. Those that others set are neither changed nor
/// counted.
record Marks(Map<String, String> labels, List<Taint> taints) {

    static final Marks NONE = new Marks(Map.of(), List.of());

    Marks {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
    }

    static Marks of(ObjectValue inputs) {
        return new Marks(inputs.textMap("labels"), NodePlan.taints(inputs));
    }

    /// Those of ours that the node has now.
    Marks presentOn(KubeObject node) {
        Map<String, String> present = new LinkedHashMap<>();
        Map<String, String> all = node.labels();
        labels.keySet().stream()
                .filter(all::containsKey)
                .forEach(key -> present.put(key, all.getOrDefault(key, "")));
        List<Taint> found = taintsOf(node);
        return new Marks(present, taints.stream().filter(found::contains).toList());
    }

    /// The inputs with these marks in place of theirs, where they have any.
    ObjectValue in(ObjectValue inputs) {
        ObjectValue changed = inputs;
        if (inputs.has("labels")) {
            changed = changed.with("labels", Value.textMap(inOrder(inputs.textMap("labels"))));
        }
        if (inputs.has("taints") && !taints.equals(NodePlan.taints(inputs))) {
            changed =
                    changed.with("taints", Value.list(taints.stream().map(Marks::value).toList()));
        }
        return changed;
    }

    private Map<String, String> inOrder(Map<String, String> given) {
        Map<String, String> ordered = new LinkedHashMap<>();
        given.keySet().stream()
                .filter(labels::containsKey)
                .forEach(key -> ordered.put(key, labels.getOrDefault(key, "")));
        return ordered;
    }

    private static ObjectValue value(Taint taint) {
        var value = ObjectValue.builder().put("key", taint.key());
        if (!taint.value().isEmpty()) {
            value.put("value", taint.value());
        }
        return value.put("effect", taint.effect()).build();
    }

    /// What a merge patch must change on the node so that it has these marks and no longer those of
    /// before; empty if nothing.
    Map<String, Object> patch(Marks before, KubeObject node) {
        Map<String, @Nullable String> labelChanges = new LinkedHashMap<>();
        Map<String, String> current = node.labels();
        labels.forEach((key, value) -> {
            if (!value.equals(current.get(key))) {
                labelChanges.put(key, value);
            }
        });
        before.labels.keySet().stream()
                .filter(key -> !labels.containsKey(key) && current.containsKey(key))
                .forEach(key -> labelChanges.put(key, null));
        Map<String, Object> patch = new LinkedHashMap<>();
        if (!labelChanges.isEmpty()) {
            patch.put("metadata", Map.of("labels", labelChanges));
        }
        List<Taint> now = taintsOf(node);
        List<Taint> next = new ArrayList<>(now);
        next.removeIf(taint -> isIn(before.taints, taint) || isIn(taints, taint));
        next.addAll(taints);
        if (next.size() != now.size() || !now.containsAll(next)) {
            patch.put("spec", Map.of("taints", next.stream().map(Marks::fields).toList()));
        }
        return patch;
    }

    /// Kubernetes knows a taint by its key and effect.
    private static boolean isIn(List<Taint> taints, Taint taint) {
        return taints.stream()
                .anyMatch(t -> t.key().equals(taint.key()) && t.effect().equals(taint.effect()));
    }

    private static Map<String, String> fields(Taint taint) {
        return Map.of("key", taint.key(), "value", taint.value(), "effect", taint.effect());
    }

    private static List<Taint> taintsOf(KubeObject node) {
        return node.maps("spec", "taints").stream()
                .map(KubeObject::new)
                .map(taint ->
                        new Taint(
                                taint.text("key").orElse(""),
                                taint.text("value").orElse(""),
                                taint.text("effect").orElse("")))
                .toList();
    }
}
