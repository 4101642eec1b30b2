package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.PodLife;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The nodes that a tenant sees: at least one for every node of the host on which a pod of the
/// tenant has a place, with its name. Without them, the tenant's own controllers would take its
/// pods for lost. What they look like, and which others there are, a [NodeSource] says.
///
/// Pods of DaemonSets do not keep a node: they follow it. A node that is not marked as one of these
/// is left alone. Thread-safe.
final class TenantNodes implements PodObserver, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TenantNodes.class);

    private final ApiServer tenant;
    private final NodeSource source;
    private final ShownObjects objects;
    private final WorkQueue<String> queue;
    private final Watches watches = new Watches();
    private final Cache nodes;
    // all guarded by this; places: node by uid of the pod that keeps it, pods: how many it has
    private final Map<String, String> places = new HashMap<>();
    private final Map<String, Integer> pods = new HashMap<>();
    private boolean podsKnown;

    TenantNodes(
            ApiServer tenant, NodeSource source, LongSupplier nanoTime, RandomGenerator random) {
        this.tenant = tenant;
        this.source = source;
        this.objects = new ShownObjects(tenant, ResourceKind.NODE, true, TenantNodes::isMarked);
        this.queue = new WorkQueue<>(nanoTime, random);
        this.nodes = new Cache((old, now) -> nodeChanged(now == null ? old : now), this::known);
    }

    private static boolean isMarked(KubeObject node) {
        return StandIns.isOne(node) || Marks.isFromHost(node);
    }

    /// Begins to watch nodes; of pods, the syncer tells. Once.
    void start() {
        watches.add(source);
        source.start(queue::add, this::known);
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

    /// Compares everything on both sides.
    void resync() {
        known();
    }

    private synchronized void known() {
        pods.keySet().forEach(queue::add);
        source.names().forEach(queue::add);
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
            var lookAgain = mend(node);
            queue.done(node);
            lookAgain.ifPresent(after -> queue.addAfter(node, after));
        } catch (ApiFailure e) {
            LOG.debug("node={} later: {}", node, e.getMessage());
            queue.failed(node);
        } catch (IllegalArgumentException e) {
            // said by a patch that makes no sense of it
            LOG.warn("node={} of the host not shown: {}", node, e.getMessage());
            queue.failed(node);
        } catch (RuntimeException e) {
            LOG.error("node={} failed", node, e);
            queue.failed(node);
        }
    }

    private Optional<Duration> mend(String name) {
        boolean hasPods;
        synchronized (this) {
            if (!podsKnown || !nodes.isSynced() || !source.isKnown()) {
                // all are added again when they are
                return Optional.empty();
            }
            hasPods = pods.containsKey(name);
        }
        var there = nodes.find("", name);
        var shown = source.node(name, hasPods);
        boolean taken =
                there.isPresent()
                        && shown.isPresent()
                        && isMarked(there.get())
                        && source.takesBack(there.get(), shown.get());
        return taken ? Optional.empty() : objects.mend(there, shown);
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
