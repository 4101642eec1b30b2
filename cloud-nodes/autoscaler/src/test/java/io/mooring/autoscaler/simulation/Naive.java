package io.mooring.autoscaler.simulation;

import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.model.PodTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the plainest autoscaler would pay: for each app nodes of its own, of the kind that is
/// cheapest for as many pods as are pending, and none of them ever given back.
final class Naive {

    private final Map<PodTemplate, Integer> room = new HashMap<>();
    private final List<InstanceType> types;
    private double price;

    Naive(List<InstanceType> types) {
        this.types = types;
    }

    double price() {
        return price;
    }

    void want(Map<PodTemplate, Integer> pods) {
        pods.forEach((pod, wanted) -> {
            int missing = wanted - room.getOrDefault(pod, 0);
            if (missing > 0) {
                buy(pod, missing);
            }
        });
    }

    private void buy(PodTemplate pod, int missing) {
        double best = Double.POSITIVE_INFINITY;
        int bestRoom = 0;
        for (InstanceType type : types) {
            int each = each(type, pod);
            for (Offering offering : type.offerings()) {
                if (each > 0 && allows(offering, pod.nodeSelector())) {
                    int nodes = (missing + each - 1) / each;
                    if (nodes * offering.price() < best) {
                        best = nodes * offering.price();
                        bestRoom = nodes * each;
                    }
                }
            }
        }
        price += best;
        room.merge(pod, bestRoom, Integer::sum);
    }

    private static int each(InstanceType type, PodTemplate pod) {
        long cpu = type.allocatable().getOrDefault("cpu", 0L) - 100;
        long most = cpu / pod.requests().getOrDefault("cpu", 1L);
        long memory = type.allocatable().getOrDefault("memory", 0L);
        return (int) Math.min(most, memory / pod.requests().getOrDefault("memory", 1L));
    }

    private static boolean allows(Offering offering, Map<String, String> selector) {
        return selector.getOrDefault("karpenter.sh/capacity-type", offering.capacityType())
                        .equals(offering.capacityType())
                && selector.getOrDefault("topology.kubernetes.io/zone", offering.zone())
                        .equals(offering.zone());
    }
}
