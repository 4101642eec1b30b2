package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.WatchHandler;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.Amounts;
import io.mooring.syncer.translate.PodAmounts;
import io.mooring.syncer.translate.PodLife;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// What pods that are not the tenant's take of the host's nodes. Of each pod, nothing else is kept.
/// Thread-safe.
final class ForeignPods implements WatchHandler {
    private record Taken(String node, Amounts amounts) {}

    private final HostNames names;
    private final Consumer<String> changed;
    private final Runnable known;
    private volatile boolean synced;
    // guarded by this: by uid
    private final Map<String, Taken> pods = new HashMap<>();
    private final Map<String, Map<String, Amounts>> byNode = new HashMap<>();

    /// @param changed is told the name of a node of which more or less is taken
    ForeignPods(HostNames names, Consumer<String> changed, Runnable known) {
        this.names = names;
        this.changed = changed;
        this.known = known;
    }

    AutoCloseable watch(ApiServer host) {
        return host.watch(ResourceKind.POD, ListQuery.all(), this);
    }

    boolean isKnown() {
        return synced;
    }

    /// What is left on the node.
    synchronized Map<String, Object> leftOn(String node, Map<String, Object> allocatable) {
        var taken = Amounts.none();
        for (var pod : byNode.getOrDefault(node, Map.of()).values()) {
            taken = taken.plus(pod);
        }
        return taken.leftOf(allocatable);
    }

    private boolean isForeign(KubeObject pod) {
        return !pod.namespace().equals(names.hostNamespace())
                || !names.cluster().equals(pod.labels().get(Marks.CLUSTER));
    }

    @Override
    public void present(KubeObject pod) {
        var node = pod.text("spec", "nodeName").orElse("");
        if (node.isEmpty() || PodLife.isOver(pod) || !isForeign(pod)) {
            gone(pod);
            return;
        }
        var amounts = PodAmounts.of(pod);
        synchronized (this) {
            var before = pods.put(pod.uid(), new Taken(node, amounts));
            if (before != null && before.equals(new Taken(node, amounts))) {
                return;
            }
            byNode.computeIfAbsent(node, _ -> new HashMap<>()).put(pod.uid(), amounts);
        }
        changed.accept(node);
    }

    @Override
    public void gone(KubeObject pod) {
        Taken before;
        synchronized (this) {
            before = pods.remove(pod.uid());
            if (before == null) {
                return;
            }
            byNode.computeIfPresent(
                    before.node(),
                    (_, all) -> {
                        all.remove(pod.uid());
                        return all.isEmpty() ? null : all;
                    });
        }
        changed.accept(before.node());
    }

    @Override
    public void synced() {
        synced = true;
        known.run();
    }
}
