package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.Optional;

/// Containers of a control plane that end as often as they are started.
final class Restarts {

    private static final int HOPELESS = 4;
    private static final String REVISION = "controller-revision-hash";

    private Restarts() {}

    /// Whether there is no use in waiting for its pods. Those of an earlier configuration do not
    /// count: they are about to go.
    static boolean areInVain(KubeClient host, String namespace, String cluster) {
        Optional<String> revision =
                host.find(ObjectRef.of(ResourceKind.STATEFUL_SET, namespace, cluster))
                        .filter(Readiness::isSeen)
                        .flatMap(set -> set.text("status", "updateRevision"));
        return revision.stream()
                .flatMap(current ->
                        Readiness.pods(host, namespace, cluster).stream()
                                .filter(pod -> current.equals(pod.labels().get(REVISION))))
                .anyMatch(Restarts::areInVain);
    }

    private static boolean areInVain(KubeObject pod) {
        return pod.maps("status", "containerStatuses").stream()
                .map(KubeObject::new)
                .flatMap(status -> status.text("restartCount").stream())
                .anyMatch(count -> Integer.parseInt(count) >= HOPELESS);
    }
}
