package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What an API server lets change of a pod that exists, and one such change.
final class PodRules {
    private PodRules() {}

    static void requireChangeable(KubeObject before, KubeObject after) {
        if (!fixed(before).equals(fixed(after))) {
            throw new AssertionError(
                    "a pod's spec cannot change so: " + before.json() + " -> " + after.json());
        }
    }

    private static Map<String, Object> fixed(KubeObject pod) {
        var spec = new LinkedHashMap<>(pod.map("spec"));
        spec.remove("tolerations");
        spec.remove("activeDeadlineSeconds");
        for (var list : new String[] {"containers", "initContainers"}) {
            spec.put(
                    list,
                    pod.maps("spec", list).stream()
                            .map(container -> {
                                var rest = new LinkedHashMap<>(container);
                                rest.remove("image");
                                return rest;
                            })
                            .collect(Collectors.toList()));
        }
        return spec;
    }

    /// The pod with another amount of processor time for its container.
    static KubeObject asking(KubeObject pod, String cpu) {
        var container = new TreeMap<>(pod.maps("spec", "containers").getFirst());
        container.put("resources", Map.of("requests", Map.of("cpu", cpu)));
        return pod.with(List.of(container), "spec", "containers");
    }

    static Optional<String> asks(KubeObject pod) {
        return new KubeObject(pod.maps("spec", "containers").getFirst())
                .text("resources", "requests", "cpu");
    }
}
