package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.provider.resources.host.CaHash;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.PublishedApi;
import io.mooring.provider.resources.host.RunningCluster;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Whether a control plane in a host cluster is up, and if not, what it lacks.
final class Readiness {

    private Readiness() {}

    static ClusterState look(KubeClient host, String namespace, String cluster) {
        Optional<KubeObject> found =
                host.find(ObjectRef.of(ResourceKind.STATEFUL_SET, namespace, cluster));
        if (found.isEmpty()) {
            return new ClusterState.Down("StatefulSet " + cluster + " is gone");
        }
        KubeObject set = found.get();
        Optional<ClusterState.Paused> paused = Pausing.of(set);
        if (paused.isPresent()) {
            return paused.get();
        }
        long wanted = number(set, "spec", "replicas");
        List<KubeObject> pods = pods(host, namespace, cluster);
        // The set's own count may still hold a pod that has just been deleted.
        long ready =
                Math.min(
                        number(set, "status", "readyReplicas"),
                        pods.stream().filter(Readiness::isReady).count());
        boolean seen = isSeen(set);
        boolean rolled =
                set.text("status", "currentRevision").equals(set.text("status", "updateRevision"));
        if (!seen || ready < wanted || wanted == 0 || !rolled) {
            return new ClusterState.Down(
                    "%d of %d pods ready%s%s"
                            .formatted(
                                    ready,
                                    wanted,
                                    seen && !rolled ? ", the change is being rolled out" : "",
                                    waiting(pods)));
        }
        return published(host, namespace, cluster);
    }

    /// Whether the host's controller has taken up what the set wants now.
    static boolean isSeen(KubeObject set) {
        return number(set, "status", "observedGeneration") >= number(set, "metadata", "generation");
    }

    private static ClusterState published(KubeClient host, String namespace, String cluster) {
        KubeObject secret =
                host.find(
                                ObjectRef.of(
                                        ResourceKind.SECRET,
                                        namespace,
                                        Scope.kubeconfigSecret(cluster)))
                        .orElse(new KubeObject(Map.of()));
        Optional<String> kubeconfig = text(secret, "config");
        Optional<String> ca = text(secret, "ca.crt");
        if (kubeconfig.isEmpty() || ca.isEmpty()) {
            return new ClusterState.Down(
                    "the control plane has not written its kubeconfig into Secret %s yet"
                            .formatted(Scope.kubeconfigSecret(cluster)));
        }
        Optional<String> server = PublishedApi.server(kubeconfig.get());
        if (server.isEmpty()) {
            return new ClusterState.Down("the kubeconfig in its Secret names no server");
        }
        return new ClusterState.Up(
                new RunningCluster(
                        server.get(),
                        kubeconfig.get(),
                        CaHash.of(ca.get()),
                        text(secret, "version").orElse("unknown"),
                        OptionalInt.empty()));
    }

    static List<KubeObject> pods(KubeClient host, String namespace, String cluster) {
        var query = ListQuery.namespace(namespace).labels(Scope.selector(cluster));
        return host.list(ResourceKind.POD, query).items();
    }

    static boolean isReady(KubeObject pod) {
        return pod.at("metadata", "deletionTimestamp").isEmpty()
                && pod.maps("status", "conditions").stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.get("type"))
                                        && "True".equals(condition.get("status")));
    }

    private static String waiting(List<KubeObject> pods) {
        List<String> waiting =
                pods.stream()
                        .filter(pod -> !isReady(pod))
                        .map(Readiness::describe)
                        .filter(text -> !text.isEmpty())
                        .toList();
        return waiting.isEmpty() ? "" : " (" + String.join(", ", waiting) + ")";
    }

    private static String describe(KubeObject pod) {
        String waiting = PodTrouble.waitingFor(pod);
        String phase = pod.text("status", "phase").orElse("Pending");
        return pod.name() + ": " + (waiting.isEmpty() ? phase : waiting);
    }

    private static Optional<String> text(KubeObject secret, String key) {
        return secret.text("data", key)
                .map(encoded ->
                        new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
    }

    private static long number(KubeObject object, String... path) {
        return object.text(path).map(Long::parseLong).orElse(0L);
    }
}
