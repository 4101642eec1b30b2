package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.controller.Controller;
import io.mooring.autoscaler.controller.Settings;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.Labels;
import io.mooring.autoscaler.model.Offering;
import io.mooring.autoscaler.port.Action;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How long the control loop takes in a large cluster, and what it keeps in memory of it. Objects
/// come as an API server sends them, read and kept as in earnest, with `--api` by watches of a real
/// one, where the claims that are decided on are made, too. Called by tools/bench-autoscaler.
public final class LoopBench {

    private static final Instant MADE = Instant.parse("2026-11-22T05:00:00Z");
    private static final int PODS_OF_A_NODE = 20;
    private static final int TEMPLATES = 200;
    private static final int STEPS = 5;

    private final Random random = new Random(1);
    private final Observation observation = new Observation(() -> {});
    private final @Nullable ManyObjects api;
    private final Controller controller = new Controller(Settings.DEFAULT, new Random(2));
    private final TreeMap<String, List<InstanceType>> types =
            new TreeMap<>(Map.of("cloud", types()));
    private Instant now = MADE.plus(Duration.ofDays(1));
    private int version;

    private LoopBench(@Nullable ManyObjects api) {
        this.api = api;
    }

    /// @param arguments how many nodes, for each cluster; `--api` before them
    public static void main(String[] arguments) throws Exception {
        List<String> sizes = new ArrayList<>(List.of(arguments));
        boolean real = sizes.remove("--api");
        System.out.printf(
                "%7s %8s %11s %9s %12s %12s %12s %9s%n",
                "nodes",
                "pods",
                "read, CPU s",
                "heap MB",
                "at rest, ms",
                "1 new, ms",
                "1000 new, ms",
                "peak MB");
        for (String nodes : sizes) {
            if (real) {
                try (var api = new ManyObjects()) {
                    var bench = new LoopBench(api);
                    try (var _ = bench.observation) {
                        bench.run(Integer.parseInt(nodes));
                    }
                }
            } else {
                new LoopBench(null).run(Integer.parseInt(nodes));
            }
        }
    }

    private void run(int nodes) throws Exception {
        observation.pools.present(
                Given.object(
                        """
                        apiVersion: karpenter.sh/v1
                        kind: NodePool
                        metadata: {name: pool, uid: pool, resourceVersion: "1"}
                        spec: {template: {spec: {nodeClassRef: {name: cloud}}}}
                        """));
        String hash = observation.pools.values().firstEntry().getValue().hash();
        resetPeak();
        double from = cpuSeconds();
        if (api != null) {
            observation.pools.removed("pool");
        }
        for (int i = 0; i < nodes; i++) {
            node(i, hash);
        }
        if (api != null) {
            api.insert();
            resetPeak();
            from = cpuSeconds();
            observation.open(api.kube());
            api.await(() ->
                    observation.isComplete()
                            && observation.pods.values().size() == nodes * PODS_OF_A_NODE
                            && observation.claims.values().size() == nodes
                            && observation.nodes.values().size() == nodes);
        }
        double read = cpuSeconds() - from;
        System.gc();
        long heap = used();
        // what it finds out once, by looking at each node, is not what a step takes
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        double rest = median(0);
        double one = median(1);
        double many = median(1000);
        System.out.printf(
                "%7d %8d %11.1f %9d %12.0f %12.0f %12.0f %9d%n",
                nodes, nodes * PODS_OF_A_NODE, read, heap >> 20, rest, one, many, peak() >> 20);
    }

    /// Milliseconds of a step after which nothing happens, or in which so many pods wait.
    private double median(int pending) {
        double[] took = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            List<KubeObject> waiting = new ArrayList<>();
            for (int j = 0; j < pending; j++) {
                waiting.add(pod("pending-" + pending + "-" + i + "-" + j, ""));
            }
            waiting.forEach(observation.pods::present);
            if (pending > 0) {
                // the batch is open, and ripe after that
                step();
                now = now.plusSeconds(2);
            }
            // of the processor: what else runs on the machine does not count
            long from = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            List<Action> actions = step();
            long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            took[i] = (end - from) / 1e6;
            boolean buys = actions.stream().anyMatch(Action.CreateClaim.class::isInstance);
            if (pending > 0 && !buys) {
                throw new IllegalStateException(pending + " pods wait, and it does " + actions);
            }
            if (api != null && i == 0) {
                write(actions);
            }
            waiting.forEach(observation.pods::gone);
            now = now.plus(Duration.ofMinutes(1));
        }
        Arrays.sort(took);
        return took[STEPS / 2];
    }

    /// Makes the claims as in earnest, and takes them away again.
    private void write(List<Action> actions) {
        KubeClient kube = Objects.requireNonNull(api).kube();
        var writer = new Writer(kube, observation, new Events(kube, observation, () -> now));
        List<Action.CreateClaim> claims =
                actions.stream()
                        .filter(Action.CreateClaim.class::isInstance)
                        .map(Action.CreateClaim.class::cast)
                        .toList();
        double from = cpuSeconds();
        claims.forEach(writer::write);
        double made = cpuSeconds() - from;
        if (claims.size() > 1) {
            System.out.printf(
                    "        %d claims written: %.1f ms of CPU each%n",
                    claims.size(), made * 1e3 / claims.size());
        }
        for (Action.CreateClaim claim : claims) {
            String name = claim.claim().name();
            kube.delete(ObjectRef.cluster(Kinds.NODE_CLAIM, name));
            writer.write(new Action.RemoveClaim(name));
        }
    }

    private List<Action> step() {
        now = now.plusSeconds(10);
        Cluster cluster = observation.cluster(types);
        return controller.step(cluster, now).actions();
    }

    private void node(int number, String hash) {
        String name = "pool-%05d".formatted(number);
        String id = "cloud://" + name;
        var labels =
                new TreeMap<>(
                        Map.of(
                                Labels.NODE_POOL, "pool",
                                Labels.INSTANCE_TYPE, "c16",
                                Labels.ZONE, "abc".substring(number % 3, number % 3 + 1),
                                Labels.CAPACITY_TYPE, "spot"));
        InstanceType type =
                types.get("cloud").stream()
                        .filter(t -> t.name().equals("c16"))
                        .findFirst()
                        .orElseThrow();
        var claim =
                new Claim(
                        name,
                        "pool",
                        "cloud",
                        MADE,
                        new Claim.Spec(
                                "c16",
                                labels.get(Labels.ZONE),
                                "spot",
                                "",
                                0.32,
                                labels,
                                List.of(),
                                List.of(),
                                type.capacity(),
                                type.allocatable(),
                                Duration.ofHours(720),
                                null,
                                hash,
                                List.of()),
                        Claim.Status.NEW.launched(id, MADE).registered(MADE).initialized(MADE),
                        null,
                        null);
        there(
                observation.claims,
                "karpenter.sh/nodeclaims/" + name,
                sent(Claims.object(claim).with(Conditions.status(claim), "status"), name));
        there(
                observation.nodes,
                "minions/" + name,
                sent(Given.object(NODE.formatted(name, labels.get(Labels.ZONE), id)), name));
        for (int i = 0; i < PODS_OF_A_NODE; i++) {
            String pod = "app-%05d-%02d".formatted(number, i);
            there(observation.pods, "pods/default/" + pod, pod(pod, name));
        }
    }

    /// @param key of the API server's store
    private void there(Kept<?> kept, String key, KubeObject object) {
        if (api == null) {
            kept.present(object);
        } else {
            api.add(key, object);
        }
    }

    private KubeObject pod(String name, String node) {
        // so filled that no node can go and no cheaper one would do
        int app = random.nextInt(TEMPLATES);
        return sent(
                KubeObject.parse(
                        POD.formatted(
                                name,
                                app,
                                node.isEmpty() ? 3000 : 700 + app % 10 * 16,
                                2000 + app % 7 * 200,
                                node.isEmpty() ? "" : "\"nodeName\": \"" + node + "\",",
                                node.isEmpty()
                                        ? "{\"type\": \"PodScheduled\", \"status\": \"False\","
                                                + " \"reason\": \"Unschedulable\"}"
                                        : "{\"type\": \"Ready\", \"status\": \"True\"}")),
                name);
    }

    private KubeObject sent(KubeObject object, String uid) {
        return KubeObject.parse(object.json())
                .with(uid, "metadata", "uid")
                .with(String.valueOf(++version), "metadata", "resourceVersion")
                .with(MADE.toString(), "metadata", "creationTimestamp");
    }

    private static List<InstanceType> types() {
        var types = new ArrayList<InstanceType>();
        for (int cpu : new int[] {2, 4, 8, 16, 32, 64}) {
            for (int ratio : new int[] {2, 4, 8}) {
                var offerings = new ArrayList<Offering>();
                double price = cpu * (0.02 + 0.005 * ratio);
                for (String zone : List.of("a", "b", "c")) {
                    offerings.add(
                            new Offering(zone, "on-demand", price, true, "", Offering.UNLIMITED));
                    offerings.add(
                            new Offering(zone, "spot", price / 2, true, "", Offering.UNLIMITED));
                }
                var there =
                        new TreeMap<>(
                                Map.of(
                                        "cpu",
                                        cpu * 1000L,
                                        "memory",
                                        (long) cpu * ratio << 30,
                                        "pods",
                                        110L));
                types.add(
                        new InstanceType(
                                ratio == 4 ? "c" + cpu : "c" + cpu + "x" + ratio,
                                there,
                                there,
                                new TreeMap<>(),
                                offerings));
            }
        }
        return types;
    }

    private static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean us
                ? us.getProcessCpuTime() / 1e9
                : 0;
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void resetPeak() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(it -> it.resetPeakUsage());
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(it -> it.getType() == MemoryType.HEAP)
                .mapToLong(it -> it.getPeakUsage().getUsed())
                .sum();
    }

    private static final String NODE =
            """
            apiVersion: v1
            kind: Node
            metadata:
              name: %1$s
              labels:
                karpenter.sh/nodepool: pool
                karpenter.sh/registered: "true"
                karpenter.sh/initialized: "true"
                node.kubernetes.io/instance-type: c16
                karpenter.sh/capacity-type: spot
                topology.kubernetes.io/zone: %2$s
                kubernetes.io/hostname: %1$s
            spec: {providerID: "%3$s"}
            status:
              allocatable: {cpu: "16", memory: 64Gi, pods: "110"}
              conditions:
                - {type: MemoryPressure, status: "False"}
                - {type: DiskPressure, status: "False"}
                - {type: Ready, status: "True", lastTransitionTime: "2026-11-22T05:00:00Z"}
              images:
                - {names: [example.com/app@sha256:0, "example.com/app:1"], sizeBytes: 123456789}
            """;
    private static final String POD =
            """
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {"name": "%1$s", "namespace": "default", "labels": {"app": "app-%2$d", "pod-template-hash": "5d4f8c7b9"},
              "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "app-%2$d-5d4f8c7b9", "uid": "0"}]},
             "spec": {%5$s "containers": [{"name": "app", "image": "example.com/app:1", "env": [{"name": "A", "value": "b"}],
               "resources": {"requests": {"cpu": "%3$dm", "memory": "%4$dMi"}, "limits": {"memory": "4Gi"}}}],
              "tolerations": [{"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}],
              "topologySpreadConstraints": [{"maxSkew": 5, "topologyKey": "topology.kubernetes.io/zone", "whenUnsatisfiable": "ScheduleAnyway",
                "labelSelector": {"matchLabels": {"app": "app-%2$d"}}}]},
             "status": {"phase": "Running", "conditions": [%6$s]}}
            """;
}
