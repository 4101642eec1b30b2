package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Keys;
import io.mooring.syncer.translate.PodLife;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The nodes that a tenant sees: one for every node of the host on which a pod of the tenant has a
/// place, with its name and nothing else of it. Without them, the tenant's own controllers would
/// take its pods for lost.
///
/// A node goes when no pod is on it but those of DaemonSets, which follow it. A node that is not
/// marked as one of these is left alone. Thread-safe.
final class FakeNodes implements PodObserver, AutoCloseable {
    static final String FAKE = Keys.DOMAIN + "/fake-node";

    private static final Logger LOG = LoggerFactory.getLogger(FakeNodes.class);
    private static final Map<String, Object> AMOUNTS =
            Map.of("cpu", "16", "memory", "32Gi", "pods", "110");

    private final ApiServer tenant;
    private final WorkQueue<String> queue;
    private final Watches watches = new Watches();
    private final Cache nodes;
    // all guarded by this; places: node by uid of the pod that keeps it, pods: how many it has
    private final Map<String, String> places = new HashMap<>();
    private final Map<String, Integer> pods = new HashMap<>();
    private boolean podsKnown;

    FakeNodes(ApiServer tenant, LongSupplier nanoTime, RandomGenerator random) {
        this.tenant = tenant;
        this.queue = new WorkQueue<>(nanoTime, random);
        this.nodes = new Cache((old, now) -> nodeChanged(now == null ? old : now), this::known);
    }

    /// Begins to watch nodes; of pods, the syncer tells. Once.
    void start() {
        watches.add(tenant.watch(ResourceKind.NODE, nodes));
    }

    @Override
    public synchronized void changed(@Nullable KubeObject old, @Nullable KubeObject now) {
        if (old != null && (now == null || !now.uid().equals(old.uid()))) {
            left(old.uid());
        }
        if (now == null) {
            return;
        }
        if (!PodLife.isBound(now) || PodLife.isOver(now) || isOfDaemonSet(now)) {
            left(now.uid());
            return;
        }
        var node = now.text("spec", "nodeName").orElseThrow();
        if (!node.equals(places.get(now.uid()))) {
            left(now.uid());
            places.put(now.uid(), node);
            pods.merge(node, 1, Integer::sum);
            queue.add(node);
        }
    }

    private void left(String uid) {
        var node = places.remove(uid);
        if (node != null) {
            pods.computeIfPresent(node, (_, count) -> count == 1 ? null : count - 1);
            queue.add(node);
        }
    }

    private void nodeChanged(@Nullable KubeObject node) {
        if (node != null) {
            queue.add(node.name());
        }
    }

    @Override
    public synchronized void listed() {
        podsKnown = true;
        known();
    }

    private synchronized void known() {
        pods.keySet().forEach(queue::add);
        nodes.all().forEach(node -> queue.add(node.name()));
    }

    /// Works until closed or interrupted. One thread is enough.
    void work() {
        queue.serve(this::work);
    }

    /// Works on one node, if one is due.
    ///
    /// @return whether one was
    boolean step() {
        var node = queue.poll();
        node.ifPresent(this::work);
        return node.isPresent();
    }

    private void work(String node) {
        try {
            mend(node);
            queue.done(node);
        } catch (ApiFailure e) {
            LOG.debug("node={} later: {}", node, e.getMessage());
            queue.failed(node);
        } catch (RuntimeException e) {
            LOG.error("node={} failed", node, e);
            queue.failed(node);
        }
    }

    private void mend(String name) {
        boolean wanted;
        synchronized (this) {
            if (!podsKnown || !nodes.isSynced()) {
                // all are added again when they are
                return;
            }
            wanted = pods.containsKey(name);
        }
        var there = nodes.find("", name);
        if (wanted && there.isEmpty()) {
            tenant.create(ResourceKind.NODE, fake(name));
        } else if (!wanted && there.filter(FakeNodes::isFake).isPresent()) {
            tenant.delete(ResourceKind.NODE, there.get(), OptionalLong.empty());
        }
    }

    private static KubeObject fake(String name) {
        var labels =
                Map.of("kubernetes.io/hostname", name, "kubernetes.io/os", "linux", FAKE, "true");
        var ready =
                Map.of(
                        "type", "Ready",
                        "status", "True",
                        "reason", "NodeOfTheHost",
                        "message", "stands for a node of the host cluster");
        var status =
                Map.of(
                        "capacity",
                        AMOUNTS,
                        "allocatable",
                        AMOUNTS,
                        "addresses",
                        List.of(Map.of("type", "Hostname", "address", name)),
                        "conditions",
                        List.of(ready));
        return KubeObject.of(
                ObjectRef.cluster(ResourceKind.NODE, name),
                Map.of("metadata", Map.of("labels", labels), "status", status));
    }

    private static boolean isFake(KubeObject node) {
        return "true".equals(node.labels().get(FAKE));
    }

    private static boolean isOfDaemonSet(KubeObject pod) {
        return pod.maps("metadata", "ownerReferences").stream()
                .anyMatch(owner -> "DaemonSet".equals(owner.get("kind")));
    }

    @Override
    public void close() {
        queue.close();
        watches.close();
    }
}
