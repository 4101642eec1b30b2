package io.mooring.kube;

import java.util.Map;

/// The request that gives a pod its node.
final class PodBinding {
    private PodBinding() {}

    static KubeObject of(KubeObject pod, String node, Map<String, String> annotations) {
        return new KubeObject(
                Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Binding",
                        "metadata",
                        Map.of(
                                "name", pod.name(),
                                "namespace", pod.namespace(),
                                "uid", pod.uid(),
                                "annotations", annotations),
                        "target",
                        Map.of("apiVersion", "v1", "kind", "Node", "name", node)));
    }
}
