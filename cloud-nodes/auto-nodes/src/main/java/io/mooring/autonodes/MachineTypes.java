package io.mooring.autonodes;

import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.model.Quantity;
import io.mooring.nodes.MachineType;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What providers sell, as the solver sees it: what of a machine is left to pods, and its price.
final class MachineTypes {

    private static final long MEBIBYTE = 1024 * 1024;
    private static final long USUAL_PODS = 110;

    /// What the kernel and firmware take of the memory that a machine is sold with: the part that
    /// Karpenter reckons with.
    private static final double MEMORY_SEEN = 0.925;

    private static final String USUAL_EVICTION = "100Mi";

    /// What pods may write, of which no provider tells how much there is.
    static final String DISK = "ephemeral-storage";

    /// Of the 20 GiB that images of clouds have at least, less what the kubelet evicts at. What the
    /// disk really leaves is known once a node of the type is there ([Learned]).
    private static final long USUAL_DISK = 16L << 30;

    /// A market's usual prices, in dollars an hour. They stand for what a provider gives away or
    /// has no price for, so that smaller and fewer machines are preferred there, too.
    private static final double OF_A_PROCESSOR = 0.03;

    private static final double OF_A_GIBIBYTE = 0.004;

    private final Map<String, Object> kubelet;

    /// @param kubelet fields of the KubeletConfiguration of every node
    MachineTypes(Map<String, Object> kubelet) {
        this.kubelet = kubelet;
    }

    /// @param provider its name stands for the zone where it has none
    InstanceType of(String provider, MachineType type) {
        var capacity = new TreeMap<String, Long>();
        capacity.put("cpu", type.processors() * 1000L);
        capacity.put("memory", type.memoryMebibytes() * MEBIBYTE);
        capacity.put("pods", pods());
        capacity.put(DISK, USUAL_DISK);
        if (type.accelerators() > 0) {
            capacity.put("nvidia.com/gpu", (long) type.accelerators());
        }
        var labels = new TreeMap<String, SortedSet<String>>();
        labels.put("kubernetes.io/arch", one(type.architecture()));
        labels.put("kubernetes.io/os", one("linux"));
        List<Offering> offerings =
                type.offerings().stream().map(it -> offering(provider, type, it)).toList();
        return new InstanceType(type.name(), capacity, allocatable(capacity), labels, offerings);
    }

    private static Offering offering(String provider, MachineType type, MachineType.Offering sold) {
        double usual =
                type.processors() * OF_A_PROCESSOR
                        + type.memoryMebibytes() / 1024.0 * OF_A_GIBIBYTE;
        double price = sold.usdPerHour().orElse(usual);
        return new Offering(
                Offerings.zone(provider, sold.zone()),
                Offerings.capacityType(sold.capacity()),
                price == 0 ? usual : price,
                sold.available(),
                "",
                Offering.UNLIMITED);
    }

    private SortedMap<String, Long> allocatable(SortedMap<String, Long> capacity) {
        var left = new TreeMap<>(capacity);
        left.computeIfPresent("memory", (_, all) -> (long) (all * MEMORY_SEEN));
        for (String resource : List.of("cpu", "memory")) {
            left.computeIfPresent(
                    resource,
                    (_, all) ->
                            all
                                    - reserved("kubeReserved", resource)
                                    - reserved("systemReserved", resource));
        }
        left.computeIfPresent("memory", (_, all) -> Math.max(0, all - eviction(all)));
        return left;
    }

    private long reserved(String field, String resource) {
        return kubelet.get(field) instanceof Map<?, ?> map && map.get(resource) != null
                ? Quantity.parse(resource, String.valueOf(map.get(resource)), RoundingMode.CEILING)
                : 0;
    }

    private long eviction(long memory) {
        Object text =
                kubelet.get("evictionHard") instanceof Map<?, ?> map
                        ? map.get("memory.available")
                        : null;
        String threshold = text == null ? USUAL_EVICTION : String.valueOf(text);
        return threshold.endsWith("%")
                ? (long)
                        (memory
                                * Double.parseDouble(threshold.substring(0, threshold.length() - 1))
                                / 100)
                : Quantity.parse("memory", threshold, RoundingMode.CEILING);
    }

    private long pods() {
        return kubelet.get("maxPods") instanceof Number number ? number.longValue() : USUAL_PODS;
    }

    private static SortedSet<String> one(String value) {
        return new TreeSet<>(List.of(value));
    }
}
