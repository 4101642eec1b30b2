package io.mooring.autoscaler.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The pods of the mixes.
final class MixPods {

    static final String HOST = "kubernetes.io/hostname";
    static final String ZONE = "topology.kubernetes.io/zone";
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";
    private static final int[] CPU = {100, 250, 500, 1000, 1500, 2000, 4000};

    private MixPods() {}

    /// An app of one of thirteen kinds.
    static Map<String, Object> app(int number, RandomGenerator random) {
        int cpu = CPU[random.nextInt(CPU.length)];
        int memory = cpu * (1 << random.nextInt(3));
        String name = "a" + number;
        var pod = pod("ns" + number % 7, Map.of("app", name), cpu, memory);
        Map<String, Object> own = Map.of("matchLabels", Map.of("app", name));
        int kind = random.nextInt(100);
        String zone = "zone-" + "abc".charAt(random.nextInt(3));
        if (kind < 36) {
            pod.put("kind", "plain");
        } else if (kind < 50) {
            pod.put("topologySpreadConstraints", List.of(spread(ZONE, 1, own)));
            pod.put("kind", "zone-spread");
        } else if (kind < 57) {
            pod.put("topologySpreadConstraints", List.of(spread(HOST, 2, own)));
            pod.put("kind", "host-spread");
        } else if (kind < 63) {
            pod.put("affinity", pods("podAntiAffinity", own, HOST));
            pod.put("kind", "host-anti-affinity");
        } else if (kind < 67) {
            pod.put("affinity", pods("podAffinity", own, ZONE));
            pod.put("kind", "zone-affinity");
        } else if (kind < 72) {
            pod.put("nodeSelector", Map.of(ZONE, zone));
            pod.put("kind", "zone-selector");
        } else if (kind < 77) {
            String arch = random.nextBoolean() ? "amd64" : "arm64";
            pod.put("nodeSelector", Map.of("kubernetes.io/arch", arch));
            pod.put("kind", "arch-selector");
        } else if (kind < 83) {
            pod.put("nodeSelector", Map.of("karpenter.sh/capacity-type", "on-demand"));
            pod.put("kind", "on-demand");
        } else if (kind < 87) {
            pod.put(
                    "affinity",
                    nodes(
                            expression("bench.dev/family", "In", "c", "m"),
                            expression("bench.dev/generation", "Gt", "5")));
            pod.put("kind", "node-affinity");
        } else if (kind < 92) {
            pod.put("nodeSelector", Map.of("workload", "batch"));
            pod.put(
                    "tolerations",
                    List.of(
                            Map.of(
                                    "key", "dedicated",
                                    "operator", "Equal",
                                    "value", "batch",
                                    "effect", "NoSchedule")));
            pod.put("kind", "tainted-batch");
        } else if (kind < 95) {
            pod.put("affinity", preferences(zone, own));
            pod.put("kind", "preferences");
        } else if (kind < 97) {
            pod.put("hostPorts", List.of(8000 + number % 1000));
            pod.put("kind", "host-port");
        } else {
            pod.put("requests", Map.of("cpu", "500m", "memory", "1000Mi", "nvidia.com/gpu", "1"));
            pod.put("tolerations", List.of(Map.of("key", "nvidia.com/gpu", "operator", "Exists")));
            pod.put("kind", "gpu");
        }
        return pod;
    }

    static Map<String, Object> pod(
            String namespace, Map<String, String> labels, int milliCpu, int mebibytes) {
        var pod = new LinkedHashMap<String, Object>();
        pod.put("namespace", namespace);
        pod.put("labels", labels);
        pod.put("requests", Map.of("cpu", milliCpu + "m", "memory", mebibytes + "Mi"));
        return pod;
    }

    static Map<String, Object> spread(String key, int skew, Map<String, Object> selector) {
        return Map.of(
                "maxSkew", skew,
                "topologyKey", key,
                "whenUnsatisfiable", "DoNotSchedule",
                "labelSelector", selector);
    }

    static Map<String, Object> pods(String kind, Map<String, Object> selector, String key) {
        return Map.of(kind, Map.of(REQUIRED, List.of(term(selector, key))));
    }

    private static Map<String, Object> preferences(String zone, Map<String, Object> selector) {
        return Map.of(
                "nodeAffinity",
                Map.of(
                        PREFERRED,
                        List.of(
                                Map.of(
                                        "weight",
                                        50,
                                        "preference",
                                        Map.of(
                                                "matchExpressions",
                                                List.of(expression(ZONE, "In", zone)))))),
                "podAntiAffinity",
                Map.of(
                        PREFERRED,
                        List.of(Map.of("weight", 10, "podAffinityTerm", term(selector, HOST)))));
    }

    private static Map<String, Object> term(Map<String, Object> selector, String key) {
        return Map.of("labelSelector", selector, "topologyKey", key);
    }

    @SafeVarargs
    private static Map<String, Object> nodes(Map<String, Object>... expressions) {
        return Map.of(
                "nodeAffinity",
                Map.of(
                        REQUIRED,
                        Map.of(
                                "nodeSelectorTerms",
                                List.of(Map.of("matchExpressions", List.of(expressions))))));
    }

    static Map<String, Object> expression(String key, String operator, String... values) {
        return Map.of("key", key, "operator", operator, "values", List.of(values));
    }
}
