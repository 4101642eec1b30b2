package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has the tenant's kube-apiserver ask this control plane for `metrics.k8s.io`, unless the
/// tenant has made that its own.
final class MetricsRegistration {

    /// Where kube-apiserver asks.
    static final int PORT = 10253;

    private static final String HOST = "localhost";

    private static final Logger LOG = LoggerFactory.getLogger(MetricsRegistration.class);
    private static final String NAME = "mooring-metrics";
    private static final String SPACE = "kube-system";
    private static final Map<String, String> OURS =
            Map.of("app.kubernetes.io/managed-by", "mooring", "app.kubernetes.io/name", NAME);
    private static final ResourceKind API_SERVICE =
            ResourceKind.cluster("apiregistration.k8s.io/v1", "APIService", "apiservices");
    private static final ObjectRef API = ObjectRef.cluster(API_SERVICE, "v1beta1.metrics.k8s.io");
    private static final ObjectRef SERVICE = ObjectRef.of(ResourceKind.SERVICE, SPACE, NAME);
    private static final ObjectRef READERS =
            ObjectRef.cluster(ResourceKind.CLUSTER_ROLE, "mooring:metrics-reader");

    private MetricsRegistration() {}

    static void settle(KubeClient tenant, boolean wanted) {
        boolean theirs = tenant.find(API).filter(api -> !isOurs(api)).isPresent();
        if (wanted && theirs) {
            LOG.warn("{} is the tenant's own: it is left as it is", API);
        }
        if (wanted && !theirs) {
            objects().forEach(object -> tenant.apply(kind(object), object));
            return;
        }
        for (ObjectRef ref : List.of(API, SERVICE, READERS)) {
            if (tenant.find(ref).filter(MetricsRegistration::isOurs).isPresent()) {
                tenant.delete(ref);
            }
        }
    }

    private static boolean isOurs(KubeObject object) {
        return object.labels().entrySet().containsAll(OURS.entrySet());
    }

    private static ResourceKind kind(KubeObject object) {
        return object.kind().equals(API_SERVICE.kind())
                ? API_SERVICE
                : ResourceKind.known(object).orElseThrow();
    }

    private static List<KubeObject> objects() {
        var readers = new LinkedHashMap<String, String>(OURS);
        for (String role : List.of("view", "edit", "admin")) {
            readers.put("rbac.authorization.k8s.io/aggregate-to-" + role, "true");
        }
        return List.of(
                // kube-apiserver asks the name itself: it is beside this
                object(SERVICE, OURS, "spec", Map.of("type", "ExternalName", "externalName", HOST)),
                object(
                        READERS,
                        readers,
                        "rules",
                        List.of(
                                Map.of(
                                        "apiGroups", List.of("metrics.k8s.io"),
                                        "resources", List.of("nodes", "pods"),
                                        "verbs", List.of("get", "list")))),
                object(
                        API,
                        OURS,
                        "spec",
                        Map.of(
                                "group",
                                "metrics.k8s.io",
                                "version",
                                "v1beta1",
                                "groupPriorityMinimum",
                                100,
                                "versionPriority",
                                100,
                                // nobody else can listen on this loopback interface
                                "insecureSkipTLSVerify",
                                true,
                                "service",
                                Map.of("name", NAME, "namespace", SPACE, "port", PORT))));
    }

    private static KubeObject object(
            ObjectRef ref, Map<String, String> labels, String key, Object content) {
        return KubeObject.of(ref, Map.of("metadata", Map.of("labels", labels), key, content));
    }
}
