package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What an API server lets change of a pod that exists.
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
}
