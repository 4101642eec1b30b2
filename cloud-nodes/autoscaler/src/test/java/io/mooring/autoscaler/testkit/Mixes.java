package io.mooring.autoscaler.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import tools.jackson.databind.json.JsonMapper;

/// Makes workloads of any size from a seed, as JSON: `mixed`, apps with every kind of constraint
/// over a cloud with spot prices, and `upstream`, in the proportions of Karpenter's own benchmark.
public final class Mixes {

    private Mixes() {}

    /// MIX PODS SEED FILE
    public static void main(String[] arguments) throws IOException {
        int pods = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        String json = arguments[0].equals("mixed") ? mixed(pods, seed) : upstream(pods, seed);
        Files.writeString(Path.of(arguments[3]), json);
    }

    public static String mixed(int size, long seed) {
        var random = new Random(seed);
        List<Map<String, Object>> types = MixTypes.cloud(random);
        var templates = new ArrayList<Map<String, Object>>();
        var pods = new ArrayList<Integer>();
        while (pods.size() < size) {
            int replicas = Math.min(1 + random.nextInt(60), size - pods.size());
            pods.addAll(Collections.nCopies(replicas, templates.size()));
            templates.add(MixPods.app(templates.size(), random));
        }
        Collections.shuffle(pods, random);
        return json("mixed", size, seed, types, cloudPools(), daemons(), templates, pods);
    }

    public static String upstream(int size, long seed) {
        var random = new Random(seed);
        var known = new LinkedHashMap<Map<String, Object>, Integer>();
        var pods = new ArrayList<Integer>();
        for (int i = 0; i < size; i++) {
            Map<String, Object> pod = upstreamPod(i * 5 / size, random);
            known.putIfAbsent(pod, known.size());
            pods.add(known.get(pod));
        }
        List<Map<String, Object>> pools =
                List.of(Map.of("name", "default", "limits", Map.of("cpu", "10000000")));
        return json(
                "upstream",
                size,
                seed,
                MixTypes.upstream(),
                pools,
                List.of(),
                new ArrayList<>(known.keySet()),
                pods);
    }

    private static Map<String, Object> upstreamPod(int kind, RandomGenerator random) {
        int cpu = new int[] {100, 250, 500, 1000, 1500}[random.nextInt(5)];
        int memory = new int[] {100, 256, 512, 1024, 2048, 4096}[random.nextInt(6)];
        String letter = "" + (char) ('a' + random.nextInt(7));
        String other = "" + (char) ('a' + random.nextInt(7));
        Map<String, String> labels =
                switch (kind) {
                    case 3 -> Map.of("my-affininity", letter);
                    case 4 -> Map.of("app", "nginx");
                    default -> Map.of("my-label", letter);
                };
        var pod = MixPods.pod("default", labels, cpu, memory);
        Map<String, Object> own = Map.of("matchLabels", labels);
        Map<String, Object> drawn = Map.of("matchLabels", Map.of("my-label", other));
        switch (kind) {
            case 1 ->
                    pod.put(
                            "topologySpreadConstraints",
                            List.of(MixPods.spread(MixPods.ZONE, 1, drawn)));
            case 2 ->
                    pod.put(
                            "topologySpreadConstraints",
                            List.of(MixPods.spread(MixPods.HOST, 1, drawn)));
            case 3 -> pod.put("affinity", MixPods.pods("podAffinity", own, MixPods.ZONE));
            case 4 -> pod.put("affinity", MixPods.pods("podAntiAffinity", own, MixPods.HOST));
            default -> {}
        }
        pod.put("kind", "upstream-" + kind);
        return pod;
    }

    private static List<Map<String, Object>> cloudPools() {
        Map<String, Object> anyPrice =
                MixPods.expression("karpenter.sh/capacity-type", "In", "on-demand", "spot");
        Map<String, Object> noGpu = MixPods.expression("bench.dev/family", "NotIn", "g");
        return List.of(
                pool(
                        "gpu",
                        30,
                        List.of(taint("nvidia.com/gpu", "true")),
                        Map.of(),
                        MixPods.expression("bench.dev/family", "In", "g"),
                        anyPrice),
                pool(
                        "batch",
                        20,
                        List.of(taint("dedicated", "batch")),
                        Map.of("workload", "batch"),
                        noGpu,
                        MixPods.expression("karpenter.sh/capacity-type", "In", "spot")),
                pool(
                        "general",
                        10,
                        List.of(),
                        Map.of(),
                        noGpu,
                        anyPrice,
                        MixPods.expression("bench.dev/generation", "Gt", "4")),
                pool(
                        "fallback",
                        1,
                        List.of(),
                        Map.of(),
                        noGpu,
                        MixPods.expression("karpenter.sh/capacity-type", "In", "on-demand")));
    }

    @SafeVarargs
    private static Map<String, Object> pool(
            String name,
            int weight,
            List<Map<String, Object>> taints,
            Map<String, String> labels,
            Map<String, Object>... requirements) {
        var pool = new LinkedHashMap<String, Object>();
        pool.put("name", name);
        pool.put("weight", weight);
        pool.put("labels", labels);
        pool.put("taints", taints);
        pool.put("requirements", List.of(requirements));
        pool.put("limits", Map.of("cpu", "1000000", "memory", "10000000Gi"));
        return pool;
    }

    private static Map<String, Object> taint(String key, String value) {
        return Map.of("key", key, "value", value, "effect", "NoSchedule");
    }

    private static List<Map<String, Object>> daemons() {
        var everywhere = List.of(Map.of("operator", "Exists"));
        var large = MixPods.pod("kube-system", Map.of(), 100, 128);
        var small = MixPods.pod("kube-system", Map.of(), 50, 64);
        large.put("tolerations", everywhere);
        small.put("tolerations", everywhere);
        return List.of(large, small);
    }

    private static String json(
            String name,
            int size,
            long seed,
            Object types,
            Object pools,
            Object daemons,
            Object templates,
            Object pods) {
        var workload = new LinkedHashMap<String, Object>();
        workload.put("format", "node-workload/v1");
        workload.put("name", String.format("%s-%05d-%d", name, size, seed));
        workload.put("instanceTypes", types);
        workload.put("nodePools", pools);
        workload.put("daemonPods", daemons);
        workload.put("podTemplates", templates);
        workload.put("pods", pods);
        return new JsonMapper().writeValueAsString(workload);
    }
}
