package io.mooring.api;

import java.util.List;
import java.util.Map;

/// The DNS server of the virtual cluster.
public record CoreDns(
        @Default("true") boolean enabled,
        boolean embedded,
        StatefulSet.Security security,
        Service service,
        Deployment deployment,
        String overwriteConfig,
        String overwriteManifests,
        String priorityClassName) {
    /// Whether it is a process of the control plane, and no pod.
    public boolean isInControlPlane() {
        return enabled && embedded;
    }

    /// The Service `kube-dns`.
    public record Service(
            @Default("{type: ClusterIP}") Map<String, Object> spec,
            Map<String, String> annotations,
            Map<String, String> labels) {}

    /// The pods behind it.
    public record Deployment(
            String image,
            @Default("1") int replicas,
            Map<String, String> nodeSelector,
            Map<String, Object> affinity,
            List<Map<String, Object>> tolerations,
            @Default(
                            "{limits: {cpu: 1000m, memory: 170Mi},"
                                    + " requests: {cpu: 20m, memory: 64Mi}}")
                    Resources resources,
            Metadata pods,
            Map<String, String> annotations,
            Map<String, String> labels,
            List<Map<String, Object>> topologySpreadConstraints) {}
}
