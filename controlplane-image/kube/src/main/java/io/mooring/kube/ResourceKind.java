package io.mooring.kube;

import java.util.List;
import java.util.Optional;

/// A kind of object and where the API serves it.
///
/// @param apiVersion `v1` or `GROUP/VERSION`
/// @param plural the name in paths, for example `pods`
public record ResourceKind(String apiVersion, String kind, String plural, boolean namespaced) {
    public static final ResourceKind NAMESPACE = cluster("v1", "Namespace", "namespaces");
    public static final ResourceKind NODE = cluster("v1", "Node", "nodes");
    public static final ResourceKind POD = inNamespace("v1", "Pod", "pods");
    public static final ResourceKind SECRET = inNamespace("v1", "Secret", "secrets");
    public static final ResourceKind CONFIG_MAP = inNamespace("v1", "ConfigMap", "configmaps");
    public static final ResourceKind SERVICE = inNamespace("v1", "Service", "services");
    public static final ResourceKind ENDPOINTS = inNamespace("v1", "Endpoints", "endpoints");
    public static final ResourceKind EVENT = inNamespace("v1", "Event", "events");
    public static final ResourceKind SERVICE_ACCOUNT =
            inNamespace("v1", "ServiceAccount", "serviceaccounts");
    public static final ResourceKind PERSISTENT_VOLUME =
            cluster("v1", "PersistentVolume", "persistentvolumes");
    public static final ResourceKind PERSISTENT_VOLUME_CLAIM =
            inNamespace("v1", "PersistentVolumeClaim", "persistentvolumeclaims");
    public static final ResourceKind DEPLOYMENT =
            inNamespace("apps/v1", "Deployment", "deployments");
    public static final ResourceKind DAEMON_SET = inNamespace("apps/v1", "DaemonSet", "daemonsets");
    public static final ResourceKind STATEFUL_SET =
            inNamespace("apps/v1", "StatefulSet", "statefulsets");
    public static final ResourceKind JOB = inNamespace("batch/v1", "Job", "jobs");
    public static final ResourceKind ROLE =
            inNamespace("rbac.authorization.k8s.io/v1", "Role", "roles");
    public static final ResourceKind ROLE_BINDING =
            inNamespace("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings");
    public static final ResourceKind CLUSTER_ROLE =
            cluster("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles");
    public static final ResourceKind CLUSTER_ROLE_BINDING =
            cluster("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings");
    public static final ResourceKind ENDPOINT_SLICE =
            inNamespace("discovery.k8s.io/v1", "EndpointSlice", "endpointslices");
    public static final ResourceKind RESOURCE_QUOTA =
            inNamespace("v1", "ResourceQuota", "resourcequotas");
    public static final ResourceKind LIMIT_RANGE = inNamespace("v1", "LimitRange", "limitranges");
    public static final ResourceKind NETWORK_POLICY =
            inNamespace("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies");
    public static final ResourceKind INGRESS =
            inNamespace("networking.k8s.io/v1", "Ingress", "ingresses");
    public static final ResourceKind POD_DISRUPTION_BUDGET =
            inNamespace("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets");
    public static final ResourceKind LEASE =
            inNamespace("coordination.k8s.io/v1", "Lease", "leases");
    public static final ResourceKind STORAGE_CLASS =
            cluster("storage.k8s.io/v1", "StorageClass", "storageclasses");
    public static final ResourceKind INGRESS_CLASS =
            cluster("networking.k8s.io/v1", "IngressClass", "ingressclasses");
    public static final ResourceKind RUNTIME_CLASS =
            cluster("node.k8s.io/v1", "RuntimeClass", "runtimeclasses");
    public static final ResourceKind PRIORITY_CLASS =
            cluster("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses");
    public static final ResourceKind CERTIFICATE_SIGNING_REQUEST =
            cluster(
                    "certificates.k8s.io/v1",
                    "CertificateSigningRequest",
                    "certificatesigningrequests");
    public static final ResourceKind CUSTOM_RESOURCE_DEFINITION =
            cluster(
                    "apiextensions.k8s.io/v1",
                    "CustomResourceDefinition",
                    "customresourcedefinitions");

    private static final List<ResourceKind> KNOWN =
            List.of(
                    NAMESPACE,
                    NODE,
                    POD,
                    SECRET,
                    CONFIG_MAP,
                    SERVICE,
                    ENDPOINTS,
                    EVENT,
                    SERVICE_ACCOUNT,
                    PERSISTENT_VOLUME,
                    PERSISTENT_VOLUME_CLAIM,
                    DEPLOYMENT,
                    DAEMON_SET,
                    STATEFUL_SET,
                    JOB,
                    ROLE,
                    ROLE_BINDING,
                    CLUSTER_ROLE,
                    CLUSTER_ROLE_BINDING,
                    ENDPOINT_SLICE,
                    RESOURCE_QUOTA,
                    LIMIT_RANGE,
                    NETWORK_POLICY,
                    INGRESS,
                    POD_DISRUPTION_BUDGET,
                    LEASE,
                    STORAGE_CLASS,
                    INGRESS_CLASS,
                    RUNTIME_CLASS,
                    PRIORITY_CLASS,
                    CERTIFICATE_SIGNING_REQUEST,
                    CUSTOM_RESOURCE_DEFINITION);

    public static ResourceKind cluster(String apiVersion, String kind, String plural) {
        return new ResourceKind(apiVersion, kind, plural, false);
    }

    public static ResourceKind inNamespace(String apiVersion, String kind, String plural) {
        return new ResourceKind(apiVersion, kind, plural, true);
    }

    /// The constant for the object's apiVersion and kind, if this class has one.
    public static Optional<ResourceKind> known(KubeObject object) {
        return KNOWN.stream()
                .filter(k -> k.apiVersion.equals(object.apiVersion()))
                .filter(k -> k.kind.equals(object.kind()))
                .findFirst();
    }

    String root() {
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
    }
}
