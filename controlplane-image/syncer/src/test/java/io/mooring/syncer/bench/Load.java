package io.mooring.syncer.bench;

import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.WatchHandler;
import io.mooring.syncer.names.Marks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import org.awaitility.Awaitility;

/// What one tenant makes and takes away, and what becomes of it; prints how long it took.
final class Load implements WatchHandler, AutoCloseable {
    static final String SPACE = "bench";
    private static final String HOST_SPACE = SyncerAlone.NAMES.hostNamespace();
    private static final int CREATORS = 20;
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final KubeClient tenant;
    private final KubeClient host;
    private final FakeNodes nodes;
    private final int count;
    private final AutoCloseable watch;
    private final Map<String, Long> made = new ConcurrentHashMap<>();
    private final Map<String, Long> runs = new ConcurrentHashMap<>();
    private final Map<String, Boolean> present = new ConcurrentHashMap<>();

    Load(KubeClient tenant, KubeClient host, FakeNodes nodes, int count) {
        this.tenant = tenant;
        this.host = host;
        this.nodes = nodes;
        this.count = count;
        this.watch = tenant.watch(ResourceKind.POD, ListQuery.namespace(SPACE), this);
    }

    /// What the host's API takes for pods with a secret each, by nobody but ourselves.
    static void alone(KubeClient host, String namespace, int count) {
        long start = System.nanoTime();
        each(
                count,
                10,
                i -> {
                    var secret = ObjectRef.of(ResourceKind.SECRET, namespace, "s-" + i);
                    create(host, secret, Map.of("data", Map.of("token", "MDEyMzQ1Njc4OQ==")));
                    create(host, ObjectRef.of(ResourceKind.POD, namespace, "p-" + i), pod(i));
                });
        rate("the host's API by itself, 10 clients", 2 * count, start);
    }

    void podsAtOnce() {
        long start = System.nanoTime();
        each(
                count,
                CREATORS,
                i -> {
                    create(tenant, ObjectRef.of(ResourceKind.POD, SPACE, name(i)), pod(i));
                    made.put(name(i), System.nanoTime());
                });
        rate("%n== %d pods at once; the tenant's API".formatted(count), count, start);
        await("all run", () -> runs.size() >= count);
        rate("pods with a token each, to the host and back", count, start);
        Millis.between(made, nodes.created).print("tenant's create to host's create");
        Millis.between(nodes.running, runs).print("host's status to tenant's status");
    }

    /// One for each pod, to which it refers.
    void configMaps() {
        long start = System.nanoTime();
        each(
                count,
                CREATORS,
                i -> {
                    var ref = ObjectRef.of(ResourceKind.CONFIG_MAP, SPACE, "c-" + i);
                    create(tenant, ref, Map.of("data", Map.of("a", "value " + i)));
                });
        await("config maps", () -> copies(ResourceKind.CONFIG_MAP) >= count);
        rate("config maps", count, start);
    }

    /// Pods and config maps.
    int objects() {
        return 2 * count;
    }

    void removeAll() {
        long start = System.nanoTime();
        each(
                count,
                CREATORS,
                i -> {
                    var pod = ObjectRef.of(ResourceKind.POD, SPACE, name(i));
                    tenant.delete(pod, DeleteOptions.defaults().grace(1));
                });
        await("pods gone", () -> present.isEmpty() && nodes.present.isEmpty());
        await(
                "copies gone",
                () -> copies(ResourceKind.SECRET) + copies(ResourceKind.CONFIG_MAP) == 0);
        rate("all pods deleted, nothing left in the host", count, start);
        each(
                count,
                CREATORS,
                i -> tenant.delete(ObjectRef.of(ResourceKind.CONFIG_MAP, SPACE, "c-" + i)));
    }

    private int copies(ResourceKind kind) {
        var ours = ListQuery.namespace(HOST_SPACE).labels(Marks.CLUSTER + "=vc");
        return host.list(kind, ours).items().size();
    }

    private String name(int i) {
        return "p" + count + "-" + i;
    }

    /// As most are: a few settings, and the volume with a token that admission adds.
    private static Map<String, Object> pod(int i) {
        var reference = Map.of("name", "c-" + i, "key", "a", "optional", true);
        var variable = Map.of("name", "SETTING", "valueFrom", Map.of("configMapKeyRef", reference));
        var container =
                Map.of(
                        "name",
                        "c",
                        "image",
                        "registry.example.com/shop/web:1",
                        "env",
                        List.of(variable),
                        "resources",
                        Map.of("requests", Map.of("cpu", "10m", "memory", "16Mi")));
        return Map.of(
                "metadata", Map.of("labels", Map.of("app", "web", "tier", "front")),
                "spec", Map.of("containers", List.of(container)));
    }

    private static void create(KubeClient side, ObjectRef ref, Map<String, ?> content) {
        side.create(ref.kind(), KubeObject.of(ref, content));
    }

    private static void each(int count, int threads, IntConsumer action) {
        try (var workers = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < count; i++) {
                int number = i;
                workers.execute(() -> {
                    try {
                        action.accept(number);
                    } catch (KubeFailure e) {
                        System.err.println("bench: " + e.getMessage());
                    }
                });
            }
        }
    }

    private static void rate(String what, int objects, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%s: %.1f s, %.0f a second%n", what, seconds, objects / seconds);
    }

    private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(condition);
    }

    @Override
    public void present(KubeObject pod) {
        present.put(pod.name(), true);
        if (pod.text("status", "phase").filter("Running"::equals).isPresent()) {
            runs.putIfAbsent(pod.name(), System.nanoTime());
        }
    }

    @Override
    public void gone(KubeObject pod) {
        present.remove(pod.name());
    }

    @Override
    public void close() throws Exception {
        watch.close();
    }
}
