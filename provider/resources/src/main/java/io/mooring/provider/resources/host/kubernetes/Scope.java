package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.NodeMode;
import io.mooring.api.StoreKind;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The names, labels and owner that all objects of one control plane share.
///
/// @param anchor the uid of the object that owns the others
record Scope(String cluster, String namespace, String anchor, VirtualClusterConfig config) {

    static final String MANAGER = "mooring";

    /// Selects the objects of all control planes.
    static final String ANY =
            "app.kubernetes.io/name=mooring-control-plane,app.kubernetes.io/managed-by=" + MANAGER;

    private static final String LABEL = "mooring.io/cluster";
    static final String WORKLOAD = "mooring.io/managed-by";

    /// Selects every object of the cluster, and its pods.
    static String selector(String cluster) {
        return LABEL + "=" + cluster;
    }

    static Map<String, String> labels(String cluster) {
        return Map.of(
                "app.kubernetes.io/name",
                "mooring-control-plane",
                "app.kubernetes.io/instance",
                cluster,
                "app.kubernetes.io/managed-by",
                MANAGER,
                LABEL,
                cluster);
    }

    Map<String, String> podLabels() {
        return podLabels(cluster);
    }

    /// The labels of a control plane's pods.
    static Map<String, String> podLabels(String cluster) {
        return Map.of("app.kubernetes.io/name", "mooring-control-plane", LABEL, cluster);
    }

    /// Whose pods a Service leads to, if they are a control plane's.
    static Optional<String> clusterOf(KubeObject service) {
        return service.text("spec", "selector", LABEL);
    }

    /// Whether a Service of that name is one that a control plane makes itself.
    static boolean isOwnService(String cluster, String name) {
        return name.equals(cluster) || name.equals(headless(cluster));
    }

    /// Selects the copies of the tenant's pods, by the label that the syncer gives them.
    Map<String, String> workloadLabels() {
        return Map.of(WORKLOAD, cluster);
    }

    /// The same, as a text.
    static String workloadSelector(String cluster) {
        return WORKLOAD + "=" + cluster;
    }

    String headless() {
        return headless(cluster);
    }

    private static String headless(String cluster) {
        return cluster + "-headless";
    }

    String configSecret() {
        return cluster + "-config";
    }

    String kubeconfigSecret() {
        return kubeconfigSecret(cluster);
    }

    static String kubeconfigSecret(String cluster) {
        return cluster + "-kubeconfig";
    }

    /// Where the replicas keep what they have in common.
    String sharedSecret() {
        return cluster + "-shared";
    }

    int replicas() {
        return config.controlPlane().statefulSet().highAvailability().replicas();
    }

    /// Whether each replica has a member of the data store.
    boolean hasStoreMembers() {
        return replicas() > 1
                && config.controlPlane().backingStore().kind() == StoreKind.EMBEDDED_ETCD;
    }

    /// Whether its pods are the tenant's DNS too.
    boolean runsDns() {
        return config.nodeMode() == NodeMode.SHARED
                && config.controlPlane().coredns().isInControlPlane();
    }

    String pod(int ordinal) {
        return cluster + "-" + ordinal;
    }

    String serviceAccount() {
        String given = config.controlPlane().advanced().serviceAccount().name();
        return given.isEmpty() ? cluster : given;
    }

    KubeObject object(ResourceKind kind, String name, Map<String, ?> content) {
        return object(kind, name, Map.of(), Map.of(), content);
    }

    KubeObject object(
            ResourceKind kind,
            String name,
            Map<String, String> labels,
            Map<String, String> annotations,
            Map<String, ?> content) {
        var allLabels = new LinkedHashMap<String, Object>(labels);
        allLabels.putAll(labels(cluster));
        var allAnnotations =
                new LinkedHashMap<String, Object>(
                        config.controlPlane().advanced().globalMetadata().annotations());
        allAnnotations.putAll(annotations);
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("labels", allLabels);
        if (!allAnnotations.isEmpty()) {
            metadata.put("annotations", allAnnotations);
        }
        metadata.put("ownerReferences", List.of(owner()));
        var all = new LinkedHashMap<String, Object>(content);
        all.put("metadata", metadata);
        return KubeObject.of(ObjectRef.of(kind, namespace, name), all);
    }

    /// Blocks the anchor's end until the object has ended.
    private Map<String, Object> owner() {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "name",
                cluster,
                "uid",
                anchor,
                "blockOwnerDeletion",
                true);
    }
}
