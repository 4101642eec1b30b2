package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.PodLife;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// How a pod lives and dies. To the tenant's API the syncer is the kubelet: a pod that has a node
/// is gone when the syncer says so, which is when its copy is.
///
/// | tenant's pod | copy | what is done |
/// |---|---|---|
/// | is deleted | is there | the copy is deleted with the same grace |
/// | is deleted | is not there | the pod is gone |
/// | has a node, is not over | is deleted by the host | the pod is deleted with the same grace |
/// | has a node, is not over | is not there | the pod is gone: it ran, and must not run again |
/// | is over | is not there | nothing: what it has done stays to be read |
/// | anything else | | as for every kind of object |
final class PodPlan {
    private PodPlan() {}

    /// What is particular to pods; empty if nothing is.
    static Optional<List<Action>> of(
            KubeObject tenant, Optional<KubeObject> copy, Supplier<List<Action>> back) {
        boolean same =
                copy.isPresent()
                        && tenant.uid().equals(copy.get().annotations().get(Marks.OBJECT_UID));
        if (Plan.isDeleting(tenant)) {
            return Optional.of(deleted(tenant, copy.filter(_ -> same), back));
        }
        if (copy.isEmpty()) {
            if (PodLife.isOver(tenant)) {
                return Optional.of(List.of());
            }
            return PodLife.isBound(tenant)
                    ? Optional.of(List.of(new Action.DeleteTenant(tenant, 0)))
                    : Optional.empty();
        }
        if (same && Plan.isDeleting(copy.get())) {
            return Optional.of(
                    PodLife.isBound(tenant) && !PodLife.isOver(copy.get())
                            ? List.of(new Action.DeleteTenant(tenant, grace(copy.get())))
                            : back.get());
        }
        return Optional.empty();
    }

    private static List<Action> deleted(
            KubeObject tenant, Optional<KubeObject> copy, Supplier<List<Action>> back) {
        if (copy.isEmpty()) {
            return List.of(new Action.DeleteTenant(tenant, 0));
        }
        var actions = new ArrayList<Action>();
        long grace = grace(tenant);
        if (!Plan.isDeleting(copy.get()) || grace(copy.get()) > grace) {
            actions.add(new Action.DeleteCopy(copy.get(), OptionalLong.of(grace)));
        }
        actions.addAll(back.get());
        return actions;
    }

    private static long grace(KubeObject pod) {
        return pod.at("metadata", "deletionGracePeriodSeconds")
                .filter(Number.class::isInstance)
                .map(seconds -> ((Number) seconds).longValue())
                .orElse(0L);
    }

    static Action binding(KubeObject tenant, String node) {
        return new Action.BindTenant(tenant, node, Map.of(PodLife.BOUND, node));
    }
}
