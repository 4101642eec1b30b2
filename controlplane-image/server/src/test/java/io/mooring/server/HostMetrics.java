package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// Metrics that a host's API serves: objects that somebody made, where others measure.
final class HostMetrics {

    static final ResourceKind PODS =
            ResourceKind.inNamespace("metrics.k8s.io/v1beta1", "PodMetrics", "pods");
    static final ResourceKind NODES =
            ResourceKind.cluster("metrics.k8s.io/v1beta1", "NodeMetrics", "nodes");

    private HostMetrics() {}

    /// Has the API serve the kind, and this object of it.
    static void serve(KubeClient host, ObjectRef ref, String cpu) {
        ResourceKind kind = ref.kind();
        host.create(
                ResourceKind.CUSTOM_RESOURCE_DEFINITION,
                KubeObject.of(
                        ObjectRef.cluster(
                                ResourceKind.CUSTOM_RESOURCE_DEFINITION,
                                kind.plural() + ".metrics.k8s.io"),
                        definition(kind)));
        var usage = Map.of("cpu", cpu, "memory", "100Mi");
        var content =
                Map.of(
                        "metadata",
                        // a metrics server gives them the labels of what they are of
                        Map.of("labels", Map.of(Marks.CLUSTER, "shop")),
                        "timestamp",
                        "2026-01-01T00:00:00Z",
                        "window",
                        "15s",
                        "usage",
                        usage,
                        "containers",
                        List.of(Map.of("name", "c", "usage", usage)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() ->
                        host.apply(kind, KubeObject.of(ref, content)).name().equals(ref.name()));
    }

    private static Map<String, Object> definition(ResourceKind kind) {
        var schema = Map.of("type", "object", "x-kubernetes-preserve-unknown-fields", true);
        var version =
                Map.of(
                        "name",
                        "v1beta1",
                        "served",
                        true,
                        "storage",
                        true,
                        "schema",
                        Map.of("openAPIV3Schema", schema));
        return Map.of(
                "metadata",
                Map.of("annotations", Map.of("api-approved.kubernetes.io", "unapproved, a test")),
                "spec",
                Map.of(
                        "group",
                        "metrics.k8s.io",
                        "scope",
                        kind.namespaced() ? "Namespaced" : "Cluster",
                        "names",
                        Map.of("kind", kind.kind(), "plural", kind.plural()),
                        "versions",
                        List.of(version)));
    }

    static String cpu(KubeObject metrics) {
        return metrics.text("usage", "cpu")
                .orElseGet(() ->
                        new KubeObject(metrics.maps("containers").getFirst())
                                .text("usage", "cpu")
                                .orElse("none"));
    }
}
