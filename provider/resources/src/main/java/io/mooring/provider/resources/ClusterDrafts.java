package io.mooring.provider.resources;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.core.Drafts;
import io.mooring.provider.core.LogicalName;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.ResourceType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Keeps in a cluster itself what is being made for it under names that were drawn: a [DraftLease]
/// each, which its maker renews. One that nobody renews any more is taken over by the next that is
/// to be the same.
final class ClusterDrafts implements Drafts {

    private static final String CLUSTER = "cluster";

    /// How much older than this a renewal is that nobody need be watched for, however clocks
    /// differ.
    private static final Duration LONG_AGO = Duration.ofMinutes(10);

    private final Clusters clusters;
    private final Duration patience;
    private final KeptDraft.Farewell farewell;

    // Those of this process, which are alive, and those it could not remove.
    private final Set<String> alive = ConcurrentHashMap.newKeySet();

    /// @param patience for how long a maker that lives may be silent
    /// @param farewell how the lease of what is made is removed
    ClusterDrafts(Clusters clusters, Duration patience, KeptDraft.Farewell farewell) {
        this.clusters = clusters;
        this.patience = patience;
        this.farewell = farewell;
    }

    @Override
    public Draft begin(ResourceType type, ObjectValue inputs, OperationContext context) {
        var own = context.name();
        if (inputs.object(CLUSTER).isEmpty()) {
            return Draft.of(own);
        }
        var kube = clusters.client(ClusterConnection.of(inputs.requireObject(CLUSTER)));
        var shape = DraftShape.of(type, inputs, CLUSTER);
        try {
            return abandoned(kube, shape, context).stream()
                    .flatMap(lease -> lease.taken(context.clock()).stream())
                    .findFirst()
                    .map(lease -> kept(lease, name(own, lease), context))
                    .orElseGet(() -> {
                        var lease = DraftLease.create(kube, own.name(), shape, context.clock());
                        return kept(lease, own, context);
                    });
        } catch (KubeFailure.Forbidden e) {
            // Whoever may make nodes but no leases makes them as before.
            context.progress().say("not kept in mind while it is made: " + e.getMessage());
            return Draft.of(own);
        } catch (KubeFailure e) {
            throw Failures.nothingMade(
                    "asking its cluster whether a run before left one like it half made", e);
        }
    }

    private Draft kept(DraftLease lease, LogicalName name, OperationContext context) {
        alive.add(lease.name());
        return new KeptDraft(
                lease,
                name,
                patience.dividedBy(4),
                farewell,
                context.clock(),
                () -> alive.remove(lease.name()));
    }

    private static LogicalName name(LogicalName own, DraftLease lease) {
        return new LogicalName(own.stack(), own.project(), own.type(), lease.drawn());
    }

    /// Those of that shape whose makers have been silent for too long. Where one may still live, it
    /// is watched for as long as that takes.
    private List<DraftLease> abandoned(KubeClient kube, String shape, OperationContext context) {
        var first = others(kube, shape);
        var recent = context.clock().instant().minus(LONG_AGO);
        if (first.values().stream().noneMatch(lease -> lease.renewed().isAfter(recent))) {
            return List.copyOf(first.values());
        }
        context.progress().say("seeing whether another run still makes one like it");
        if (!context.cancellation().sleepUnlessCancelled(patience)) {
            return List.of();
        }
        return others(kube, shape).values().stream()
                .filter(lease -> lease.isAsItWas(first.get(lease.name())))
                .toList();
    }

    private Map<String, DraftLease> others(KubeClient kube, String shape) {
        var query = ListQuery.namespace(DraftLease.NAMESPACE).labels(DraftLease.selector(shape));
        return kube.list(ResourceKind.LEASE, query).items().stream()
                .filter(lease -> !alive.contains(lease.name()))
                .collect(
                        Collectors.toMap(
                                KubeObject::name,
                                lease -> new DraftLease(kube, lease),
                                (one, _) -> one,
                                TreeMap::new));
    }
}
