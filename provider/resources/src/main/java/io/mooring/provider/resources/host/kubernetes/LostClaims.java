package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Volume claims that somebody deleted while their pods ran. Such a claim cannot be had back: it
/// stays until its pod ends, and nothing can take its place before.
///
/// Whatever takes a new one must be what is wanted now: an earlier revision does not know of the
/// snapshot that the control plane is to begin with, and would begin empty. So they are replaced
/// after the StatefulSet has been applied, and its controller has seen that:
///
///     all but these claims are applied --the controller makes pods of the new revision-->
///       the pod of such a claim is ended --the claim goes--> another is applied
final class LostClaims {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final KubeClient host;
    private final Scope scope;
    private final Progress progress;
    private final List<Lost> lost;

    private record Lost(String pod, KubeObject claim) {
        ObjectRef ref() {
            return ObjectRef.of(ResourceKind.PERSISTENT_VOLUME_CLAIM, claim);
        }
    }

    private LostClaims(KubeClient host, Scope scope, Progress progress, List<Lost> lost) {
        this.host = host;
        this.scope = scope;
        this.progress = progress;
        this.lost = lost;
    }

    /// Those there are now.
    static LostClaims find(KubeClient host, Scope scope, Progress progress) {
        List<KubeObject> claims = VolumeObjects.claims(scope);
        var lost = new ArrayList<Lost>();
        for (int ordinal = 0; ordinal < claims.size(); ordinal++) {
            var one = new Lost(scope.pod(ordinal), claims.get(ordinal));
            if (isBeingDeleted(host, one.ref())) {
                lost.add(one);
            }
        }
        return new LostClaims(host, scope, progress, List.copyOf(lost));
    }

    /// Whether an object that is wanted cannot be applied yet, because it is one of them.
    boolean has(KubeObject wanted) {
        return lost.stream().anyMatch(one -> one.claim().equals(wanted));
    }

    /// Ends the pods that hold them and makes new ones, once all else has been applied. Of several
    /// replicas one at a time: the others hold what it has to get back.
    void replace() {
        if (lost.isEmpty()) {
            return;
        }
        await(
                "waiting for the host cluster to take up what StatefulSet %s is now"
                        .formatted(scope.cluster()),
                this::isSeen,
                "see whether its controller manager runs");
        for (Lost one : scope.replicas() > 1 ? lost.subList(0, 1) : lost) {
            // its controller may have ended the pod by now, since there is a new revision
            if (isBeingDeleted(host, one.ref())) {
                host.delete(ObjectRef.of(ResourceKind.POD, scope.namespace(), one.pod()));
            }
            await(
                    "waiting for the volume claim %s to go, which somebody deleted"
                            .formatted(one.claim().name()),
                    () -> !isBeingDeleted(host, one.ref()),
                    "see what its finalizers wait for");
            host.apply(ResourceKind.PERSISTENT_VOLUME_CLAIM, one.claim());
        }
    }

    private boolean isSeen() {
        return host.find(
                        ObjectRef.of(ResourceKind.STATEFUL_SET, scope.namespace(), scope.cluster()))
                .filter(Readiness::isSeen)
                .isPresent();
    }

    private void await(String waiting, BooleanSupplier isDone, String advice) {
        while (!isDone.getAsBoolean()) {
            progress.say(waiting);
            if (progress.remaining().isNegative()) {
                throw new HostFailure.NotReady(
                        "starting control plane %s: %s: it took too long; %s, then run again"
                                .formatted(scope.cluster(), waiting, advice));
            }
            progress.pause(PAUSE);
        }
    }

    private static boolean isBeingDeleted(KubeClient host, ObjectRef claim) {
        return host.find(claim)
                .filter(found -> found.at("metadata", "deletionTimestamp").isPresent())
                .isPresent();
    }
}
