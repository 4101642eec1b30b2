package io.mooring.autonodes;

import io.mooring.autonodes.Buffers.Room;
import io.mooring.autonodes.Buffers.Shape;
import io.mooring.autonodes.Buffers.Wish;
import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Cluster;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.PodBudget;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.workload.WorkloadException;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.Watch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// All that decisions depend on, as the API server has it. Thread-safe; closing ends the watches.
final class Observation implements AutoCloseable {

    final Kept<Pool> pools;
    final Kept<Claim> claims;
    final Kept<Node> nodes;
    final Kept<Pod> pods;
    final Kept<Wish> buffers;
    private final Kept<Shape> podTemplates;
    private final Kept<Shape> deployments;
    private final Kept<Shape> statefulSets;
    private final Kept<PodBudget> budgets;
    private final Kept<PodTemplate> daemons;
    private final Kept<Map<String, String>> namespaces;
    private final Interned templates = new Interned();
    private final Storage storage;
    private final Map<String, String> badPools = new ConcurrentHashMap<>();
    private final Map<String, Long> generations = new ConcurrentHashMap<>();
    private final Runnable changed;
    private final List<Watch> watches = new ArrayList<>();

    /// @param changed is told that there is something new
    Observation(Runnable changed) {
        this.changed = changed;
        storage = new Storage(templates, changed);
        pools = new Kept<>(this::pool, changed);
        claims = new Kept<>((object, _) -> Optional.of(Claims.read(object)), changed);
        nodes = new Kept<>((object, _) -> Optional.of(Nodes.read(object)), changed);
        pods = new Kept<>((object, _) -> Pods.read(object).map(templates::shared), changed);
        buffers = new Kept<>((object, _) -> Buffers.read(object), changed);
        podTemplates = new Kept<>((object, _) -> Optional.of(Buffers.ofTemplate(object)), changed);
        deployments = new Kept<>((object, _) -> Optional.of(Buffers.ofScalable(object)), changed);
        statefulSets = new Kept<>((object, _) -> Optional.of(Buffers.ofScalable(object)), changed);
        budgets = new Kept<>((object, _) -> Optional.of(Nodes.budget(object)), changed);
        daemons = new Kept<>((object, _) -> Optional.of(Pods.ofDaemonSet(object)), changed);
        namespaces = new Kept<>((object, _) -> Optional.of(object.labels()), changed);
    }

    /// Follows what there is.
    ///
    /// @param kube is not closed here
    void open(KubeClient kube) {
        kinds().forEach((kind, kept) ->
                watches.add(kube.watch(kind, ListQuery.all(), new Together(kept))));
    }

    /// Reads what there is now, once.
    void fill(KubeClient kube) {
        kinds().forEach((kind, kept) -> {
            var all = new Together(kept);
            kube.list(kind, ListQuery.all()).items().forEach(all::present);
            all.synced();
        });
    }

    /// What is kept of each kind. What a pod mounts is known before the pod is.
    private Map<ResourceKind, List<Kept<?>>> kinds() {
        var kinds = new LinkedHashMap<ResourceKind, List<Kept<?>>>();
        kinds.put(Kinds.NODE_POOL, List.of(pools));
        kinds.put(Kinds.NODE_CLAIM, List.of(claims));
        kinds.put(ResourceKind.NODE, List.of(nodes));
        kinds.put(ResourceKind.POD, List.of(storage.mounts, pods));
        kinds.put(Kinds.CAPACITY_BUFFER, List.of(buffers));
        kinds.put(Kinds.POD_TEMPLATE, List.of(podTemplates));
        kinds.put(ResourceKind.DEPLOYMENT, List.of(deployments));
        kinds.put(ResourceKind.STATEFUL_SET, List.of(statefulSets));
        kinds.put(ResourceKind.POD_DISRUPTION_BUDGET, List.of(budgets));
        kinds.put(ResourceKind.DAEMON_SET, List.of(daemons));
        kinds.put(ResourceKind.NAMESPACE, List.of(namespaces));
        storage.kinds().forEach((kind, kept) -> kinds.put(kind, List.of(kept)));
        return kinds;
    }

    /// Whether everything there was when the watches began is known.
    boolean isComplete() {
        return kinds().values().stream().flatMap(List::stream).allMatch(Kept::isSynced);
    }

    /// As of now.
    ///
    /// @param sold what each provider says that it sells
    Cluster cluster(SortedMap<String, List<InstanceType>> sold) {
        TreeMap<String, Claim> ours = claims.values();
        TreeMap<String, Node> known = nodes.values();
        known.replaceAll((name, node) -> joined(node, ours.get(name)));
        storage.limit(known);
        return new Cluster(
                pools.values(),
                ours,
                known,
                storage.mounted(pods.values()),
                List.copyOf(budgets.values().values()),
                List.copyOf(daemons.values().values()),
                Buffers.of(rooms()),
                namespaces.values(),
                Learned.types(sold, ours, known));
    }

    /// What room is to be kept free, by the names of the buffers that say so.
    SortedMap<String, Room> rooms() {
        TreeMap<String, Wish> wishes = buffers.values();
        if (wishes.isEmpty()) {
            return new TreeMap<>();
        }
        var shapes = new HashMap<String, Shape>();
        podTemplates.values().forEach((name, shape) -> shapes.put("PodTemplate " + name, shape));
        deployments.values().forEach((name, shape) -> shapes.put("Deployment " + name, shape));
        statefulSets.values().forEach((name, shape) -> shapes.put("StatefulSet " + name, shape));
        return Buffers.rooms(wishes, shapes);
    }

    private static Node joined(Node node, @Nullable Claim claim) {
        return claim == null || claim.status().providerId().isEmpty()
                ? node
                : Nodes.withProviderId(node, claim.status().providerId());
    }

    /// Why the pool cannot be read as it is now; empty if it can.
    String problem(String pool) {
        return badPools.getOrDefault(pool, "");
    }

    /// Which change of each pool's spec is the last that a cluster taken from now on knows of.
    Map<String, Long> generations() {
        return Map.copyOf(generations);
    }

    /// A pool that was spoilt stays what it was: no node is to go for a slip of the pen.
    private Optional<Pool> pool(KubeObject object, @Nullable Pool before) {
        long generation = object.text("metadata", "generation").map(Long::parseLong).orElse(0L);
        if (!Objects.equals(generations.put(object.name(), generation), generation)) {
            // even one that changes nothing for us is waited for by whoever has made it
            changed.run();
        }
        try {
            Pool read = Pools.read(object);
            badPools.remove(object.name());
            return Optional.of(read);
        } catch (IllegalArgumentException | WorkloadException e) {
            badPools.put(object.name(), String.valueOf(e.getMessage()));
            return Optional.of(before == null ? Pools.frozen(object) : before);
        }
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }
}
