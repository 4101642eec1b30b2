package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.StatefulSet;
import java.util.List;
import java.util.Map;

/// Which host nodes take the pods: as the configuration says, and apart from each other.
final class Scheduling {

    private Scheduling() {}

    static void into(
            Map<String, Object> pod, StatefulSet.Scheduling wanted, Map<String, String> labels) {
        PodObjects.putIfAny(pod, "nodeSelector", wanted.nodeSelector());
        PodObjects.putIfAny(pod, "affinity", wanted.affinity());
        PodObjects.putIfAny(pod, "tolerations", wanted.tolerations());
        PodObjects.putIfAny(pod, "priorityClassName", wanted.priorityClassName());
        pod.put(
                "topologySpreadConstraints",
                wanted.topologySpreadConstraints().isEmpty()
                        ? List.of(
                                spread("kubernetes.io/hostname", labels),
                                spread("topology.kubernetes.io/zone", labels))
                        : wanted.topologySpreadConstraints());
    }

    /// Wished for, not required: a cluster of one node runs a control plane as well.
    private static Map<String, Object> spread(String topology, Map<String, String> labels) {
        return Map.of(
                "maxSkew",
                1,
                "topologyKey",
                topology,
                "whenUnsatisfiable",
                "ScheduleAnyway",
                "labelSelector",
                Map.of("matchLabels", labels));
    }
}
