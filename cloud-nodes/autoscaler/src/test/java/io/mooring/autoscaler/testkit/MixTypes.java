package io.mooring.autoscaler.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The instance types of the mixes: 390 of a made-up cloud and 10 with GPUs; and those that
/// Karpenter's own benchmark makes.
final class MixTypes {

    private static final int[] SIZES = {1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192};
    private static final Map<String, Integer> GIB_PER_CPU = new LinkedHashMap<>();

    static {
        GIB_PER_CPU.put("c", 2);
        GIB_PER_CPU.put("m", 4);
        GIB_PER_CPU.put("r", 8);
    }

    private MixTypes() {}

    static List<Map<String, Object>> cloud(RandomGenerator random) {
        var types = new ArrayList<Map<String, Object>>();
        GIB_PER_CPU.forEach((family, gib) -> {
            for (String arch : List.of("amd64", "arm64")) {
                for (int generation = 4; generation <= 8; generation++) {
                    for (int cpu : SIZES) {
                        double price = (0.031 + 0.0036 * gib) * cpu * (1 + 0.03 * (generation - 4));
                        price *= arch.equals("arm64") ? 0.82 : 1;
                        types.add(type(family, arch, generation, cpu, cpu * gib, 0, price, random));
                    }
                }
            }
        });
        for (int generation = 5; generation <= 6; generation++) {
            for (int gpus = 1; gpus <= 16; gpus *= 2) {
                double price = 0.85 * gpus * (1 + 0.1 * (generation - 5));
                types.add(type("g", "amd64", generation, 8 * gpus, 32 * gpus, gpus, price, random));
            }
        }
        return types;
    }

    private static Map<String, Object> type(
            String family,
            String arch,
            int generation,
            int cpu,
            int gib,
            int gpus,
            double price,
            RandomGenerator random) {
        String name =
                family
                        + generation
                        + (arch.equals("arm64") ? "g-" : "i-")
                        + (gpus > 0 ? gpus : cpu);
        int pods = Math.min(250, 8 + 8 * cpu);
        var capacity = new LinkedHashMap<String, String>();
        var allocatable = new LinkedHashMap<String, String>();
        capacity.put("cpu", "" + cpu);
        capacity.put("memory", gib + "Gi");
        allocatable.put("cpu", (int) (1000 * cpu - 60 - 2.5 * cpu) + "m");
        allocatable.put("memory", gib * 1024 - 255 - 11 * pods - 100 + "Mi");
        for (var resources : List.of(capacity, allocatable)) {
            resources.put("pods", "" + pods);
            if (gpus > 0) {
                resources.put("nvidia.com/gpu", "" + gpus);
            }
        }
        var labels = new LinkedHashMap<String, Object>();
        labels.put("bench.dev/cpu", List.of("" + cpu));
        labels.put("bench.dev/family", List.of(family));
        labels.put("bench.dev/generation", List.of("" + generation));
        labels.put("karpenter.sh/capacity-type", List.of("on-demand", "spot"));
        labels.put("kubernetes.io/arch", List.of(arch));
        labels.put("kubernetes.io/os", List.of("linux"));
        labels.put("node.kubernetes.io/instance-type", List.of(name));
        labels.put("special", List.of());
        labels.put("topology.kubernetes.io/zone", List.of("zone-a", "zone-b", "zone-c"));
        var offerings = new ArrayList<Map<String, Object>>();
        for (String zone : List.of("zone-a", "zone-b", "zone-c")) {
            offerings.add(offering(zone, "on-demand", price, true));
            double spot = price * (0.3 + 0.15 * random.nextDouble());
            offerings.add(offering(zone, "spot", spot, random.nextInt(12) != 0));
        }
        return of(name, capacity, allocatable, labels, offerings);
    }

    /// Types that differ in size only; every offering of one costs the same.
    static List<Map<String, Object>> upstream() {
        var types = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 400; i++) {
            long memory = 2L * (i + 1) << 30;
            double price = 0.1 * (i + 1) + 0.1 * memory / 1e9;
            String pods = "" + 10 * (i + 1);
            var labels = new LinkedHashMap<String, Object>();
            labels.put("kubernetes.io/arch", List.of("amd64"));
            labels.put("kubernetes.io/os", List.of("darwin", "linux", "windows"));
            labels.put("topology.kubernetes.io/zone", List.of("z1", "z2", "z3"));
            var offerings = new ArrayList<Map<String, Object>>();
            for (String zone : List.of("z1", "z2", "z3")) {
                if (!zone.equals("z3")) {
                    offerings.add(offering(zone, "spot", price, true));
                }
                offerings.add(offering(zone, "on-demand", price, true));
            }
            types.add(
                    of(
                            "fake-" + i,
                            Map.of("cpu", "" + (i + 1), "memory", 2 * (i + 1) + "Gi", "pods", pods),
                            Map.of(
                                    "cpu", 1000 * (i + 1) - 100 + "m",
                                    "memory", 2048 * (i + 1) - 10 + "Mi",
                                    "pods", pods),
                            labels,
                            offerings));
        }
        return types;
    }

    private static Map<String, Object> of(
            String name,
            Map<String, String> capacity,
            Map<String, String> allocatable,
            Map<String, Object> labels,
            List<Map<String, Object>> offerings) {
        var type = new LinkedHashMap<String, Object>();
        type.put("name", name);
        type.put("capacity", capacity);
        type.put("allocatable", allocatable);
        type.put("labels", labels);
        type.put("offerings", offerings);
        return type;
    }

    private static Map<String, Object> offering(
            String zone, String capacityType, double price, boolean available) {
        var offering = new LinkedHashMap<String, Object>();
        offering.put("zone", zone);
        offering.put("capacityType", capacityType);
        offering.put("price", Math.round(price * 10000) / 10000.0);
        offering.put("available", available);
        return offering;
    }
}
