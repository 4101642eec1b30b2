package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.translate.TokenWish;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// One thing to do so that both sides become equal.
sealed interface Action {
    record CreateCopy(KubeObject copy) implements Action {}

    record UpdateCopy(KubeObject copy) implements Action {}

    /// Adds to the copy of a pod what containers it lacks.
    record ExtendCopy(KubeObject copy) implements Action {}

    /// Has the containers of a pod's copy ask for what those of the pod do by now.
    record ResizeCopy(KubeObject copy) implements Action {}

    record DeleteCopy(KubeObject copy, OptionalLong graceSeconds) implements Action {}

    /// Has tokens issued for the pod, into the secret that it has or a new one.
    record IssueTokens(KubeObject pod, Optional<KubeObject> secret, List<TokenWish> wishes)
            implements Action {}

    record DeleteTokens(KubeObject secret) implements Action {}

    /// Changes the tenant's object, but for its status.
    record UpdateTenant(KubeObject tenant) implements Action {}

    record UpdateTenantStatus(KubeObject tenant) implements Action {}

    record BindTenant(KubeObject pod, String node, Map<String, String> annotations)
            implements Action {}

    record DeleteTenant(KubeObject pod, long graceSeconds) implements Action {}

    /// Tells the tenant something about its object.
    record Tell(String message) implements Action {}

    /// Looks again after the time, at the latest.
    record LookAgain(Duration after) implements Action {}
}
