package io.mooring.life.autonodes;

import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// By which labels a claim and its node say what they are.
final class Labels {

    private static final List<String> OFFERING =
            List.of(
                    "node.kubernetes.io/instance-type",
                    "topology.kubernetes.io/zone",
                    "karpenter.sh/capacity-type");

    private Labels() {}

    static Map<String, String> of(KubeObject claim) {
        return claim.labels().entrySet().stream()
                .filter(it -> OFFERING.contains(it.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static String offering(KubeObject claim) {
        return OFFERING.stream()
                .map(it -> claim.labels().getOrDefault(it, ""))
                .collect(Collectors.joining(" "));
    }
}
