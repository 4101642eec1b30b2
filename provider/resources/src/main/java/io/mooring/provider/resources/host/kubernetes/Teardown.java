package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.DeleteOptions;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Removes a control plane: what it has outside of its namespace; the anchor, by which the host
/// removes all it owns; and then the namespace if it was made for the cluster and no Service in
/// front of it stays, whose own resource removes it then.
final class Teardown {

    private static final Duration PAUSE = Duration.ofMillis(500);

    private Teardown() {}

    static void run(KubeClient host, String namespace, String cluster, Progress progress) {
        Optional<ObjectRef> ownNamespace = OwnNamespace.find(host, namespace, cluster);
        ObjectRef anchor = Anchor.ref(namespace, cluster);
        Optional<KubeObject> there = host.find(anchor);
        Outside.remove(host, namespace, cluster);
        CopiesOutside.remove(host, namespace, cluster, there);
        host.delete(
                anchor, DeleteOptions.defaults().propagation(DeleteOptions.Propagation.FOREGROUND));
        await(
                () -> host.find(anchor).isPresent() || !pods(host, namespace, cluster).isEmpty(),
                () ->
                        "waiting for the objects of "
                                + cluster
                                + " to go"
                                + left(host, namespace, cluster),
                cluster,
                progress);
        // what the syncer made before it knew that it may no more
        CopiesOutside.remove(host, namespace, cluster, there);
        List<KubeObject> kept = claims(host, namespace, cluster);
        List<KubeObject> services = ExposedService.all(host, namespace, cluster);
        if (ownNamespace.isPresent() && kept.isEmpty() && services.isEmpty()) {
            host.delete(ownNamespace.get());
            await(
                    () -> host.find(ownNamespace.get()).isPresent(),
                    () -> "waiting for namespace " + namespace + " to go",
                    cluster,
                    progress);
        }
        services.forEach(service ->
                progress.say(
                        "kept the Service %s/%s, which has a resource of its own"
                                .formatted(namespace, service.name())));
        kept.forEach(claim ->
                progress.say(
                        "kept the volume claim %s/%s, as retentionPolicy says; delete it when its data is no longer needed"
                                .formatted(namespace, claim.name())));
    }

    private interface Condition {
        boolean holds();
    }

    private interface Text {
        String now();
    }

    private static void await(Condition busy, Text text, String cluster, Progress progress) {
        while (busy.holds()) {
            String waiting = text.now();
            progress.say(waiting);
            if (progress.remaining().isNegative()) {
                throw new HostFailure.Unusable(
                        "removing control plane %s: %s took too long; run again to go on"
                                .formatted(cluster, waiting));
            }
            progress.pause(PAUSE);
        }
    }

    private static String left(KubeClient host, String namespace, String cluster) {
        List<String> names =
                pods(host, namespace, cluster).stream().map(pod -> "pod " + pod.name()).toList();
        return names.isEmpty() ? "" : ": " + String.join(", ", names);
    }

    private static List<KubeObject> pods(KubeClient host, String namespace, String cluster) {
        return list(host, ResourceKind.POD, namespace, cluster);
    }

    /// The claims that outlive the cluster; the others go with the anchor.
    static List<KubeObject> claims(KubeClient host, String namespace, String cluster) {
        return list(host, ResourceKind.PERSISTENT_VOLUME_CLAIM, namespace, cluster).stream()
                .filter(claim -> claim.at("metadata", "deletionTimestamp").isEmpty())
                .toList();
    }

    private static List<KubeObject> list(
            KubeClient host, ResourceKind kind, String namespace, String cluster) {
        try {
            return host.list(kind, ListQuery.namespace(namespace).labels(Scope.selector(cluster)))
                    .items();
        } catch (KubeFailure.NotFound _) {
            return List.of();
        }
    }
}
