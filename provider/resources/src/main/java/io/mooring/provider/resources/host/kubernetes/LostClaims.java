package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import java.time.Duration;
import java.util.List;

/// Volume claims that somebody deleted while their pods ran. Such a claim cannot be had back: it
/// stays until its pod ends, and nothing can take its place before.
final class LostClaims {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private LostClaims() {}

    /// Ends the pods that hold such claims, so that new ones can be made. Of several replicas one
    /// at a time: the others hold what it has to get back.
    static void release(KubeClient host, Scope scope, Progress progress) {
        List<KubeObject> claims = VolumeObjects.claims(scope);
        for (int ordinal = 0; ordinal < claims.size(); ordinal++) {
            ObjectRef claim =
                    ObjectRef.of(ResourceKind.PERSISTENT_VOLUME_CLAIM, claims.get(ordinal));
            if (isBeingDeleted(host, claim)) {
                String pod = scope.pod(ordinal);
                host.delete(ObjectRef.of(ResourceKind.POD, scope.namespace(), pod));
                awaitEnd(host, claim, progress);
                if (scope.replicas() > 1) {
                    return;
                }
            }
        }
    }

    private static void awaitEnd(KubeClient host, ObjectRef claim, Progress progress) {
        String waiting =
                "waiting for the volume claim %s to go, which somebody deleted"
                        .formatted(claim.name());
        while (isBeingDeleted(host, claim)) {
            progress.say(waiting);
            if (progress.remaining().isNegative()) {
                throw new HostFailure.NotReady(
                        "starting control plane: %s: it took too long; see what its finalizers wait for, then run again"
                                .formatted(waiting));
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
