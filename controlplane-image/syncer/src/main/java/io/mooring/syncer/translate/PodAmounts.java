package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import java.util.Map;
import java.util.TreeMap;

/// What a scheduler counts for a pod: what its containers ask for together, or the most that is
/// asked for while it starts.
public final class PodAmounts {
    private PodAmounts() {}

    public static Amounts of(KubeObject pod) {
        var beside = Amounts.none();
        var starting = Amounts.none();
        for (var container : pod.maps("spec", "initContainers")) {
            if ("Always".equals(container.get("restartPolicy"))) {
                beside = beside.plus(asked(container));
                starting = starting.or(beside);
            } else {
                starting = starting.or(beside.plus(asked(container)));
            }
        }
        var running = beside;
        for (var container : pod.maps("spec", "containers")) {
            running = running.plus(asked(container));
        }
        var all = running.or(starting).byName();
        // those of the whole pod count in the place of its containers'
        var whole = new TreeMap<>(all);
        whole.putAll(Amounts.of(pod.map("spec", "resources", "requests")).byName());
        return new Amounts(whole)
                .plus(Amounts.of(pod.map("spec", "overhead")))
                .plus(Amounts.of("pods", 1));
    }

    private static Amounts asked(Map<String, Object> container) {
        return Amounts.of(Tree.map(Tree.map(container, "resources"), "requests"));
    }
}
