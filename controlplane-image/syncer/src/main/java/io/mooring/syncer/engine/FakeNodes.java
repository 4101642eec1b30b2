package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.kubelet.KubeletDoor;
import io.mooring.syncer.names.Keys;
import io.mooring.syncer.translate.PodLife;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private final boolean answersCalls;
    private final WorkQueue<String> queue;
    private final Watches watches = new Watches();
    private final Cache nodes;
    // all guarded by this; places: node by uid of the pod that keeps it, pods: how many it has
    private final Map<String, String> places = new HashMap<>();
    private final Map<String, Integer> pods = new HashMap<>();
    private boolean podsKnown;

    /// @param answersCalls whether a [KubeletDoor] is there for what is asked of kubelets
    FakeNodes(
            ApiServer tenant, boolean answersCalls, LongSupplier nanoTime, RandomGenerator random) {
        this.tenant = tenant;
        this.answersCalls = answersCalls;
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
        } else if (there.filter(FakeNodes::isFake).isEmpty()) {
            return;
        } else if (!wanted) {
            tenant.delete(ResourceKind.NODE, there.orElseThrow(), OptionalLong.empty());
        } else if (!isWhereItWas(there.orElseThrow())) {
            tenant.updateStatus(ResourceKind.NODE, placed(there.orElseThrow()));
        }
    }

    private KubeObject fake(String name) {
        var labels =
                Map.of("kubernetes.io/hostname", name, "kubernetes.io/os", "linux", FAKE, "true");
        var ready =
                Map.of(
                        "type", "Ready",
                        "status", "True",
                        "reason", "NodeOfTheHost",
                        "message", "stands for a node of the host cluster");
        var status = new LinkedHashMap<String, Object>();
        status.put("capacity", AMOUNTS);
        status.put("allocatable", AMOUNTS);
        status.put("conditions", List.of(ready));
        return placed(
                KubeObject.of(
                        ObjectRef.cluster(ResourceKind.NODE, name),
                        Map.of("metadata", Map.of("labels", labels), "status", status)));
    }

    /// No IP address: none would mean anything to whoever else reads it.
    private KubeObject placed(KubeObject node) {
        var hostname = Map.of("type", "Hostname", "address", node.name());
        var kubelet = Map.of("type", "InternalDNS", "address", KubeletDoor.HOST);
        return node.with(
                        answersCalls ? List.of(hostname, kubelet) : List.of(hostname),
                        "status",
                        "addresses")
                .with(port(), "status", "daemonEndpoints", "kubeletEndpoint", "Port");
    }

    private boolean isWhereItWas(KubeObject node) {
        var wanted = placed(node).list("status", "addresses");
        var port = node.text("status", "daemonEndpoints", "kubeletEndpoint", "Port").orElse("0");
        return node.list("status", "addresses").equals(wanted)
                && port.equals(Integer.toString(port()));
    }

    private int port() {
        return answersCalls ? KubeletDoor.PORT : 0;
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
