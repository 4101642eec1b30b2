package io.mooring.api;

import java.util.List;
import java.util.Map;

/// Limits that the host cluster, or the API server, puts on tenants.
public record Policies(
        NetworkPolicy networkPolicy,
        String podSecurityStandard,
        ResourceQuota resourceQuota,
        LimitRange limitRange,
        CentralAdmission centralAdmission) {

    /// Who may talk to the control plane and to workloads.
    public record NetworkPolicy(
            boolean enabled,
            Map<String, String> annotations,
            Map<String, String> labels,
            @Default("8.8.8.8") String fallbackDns,
            Rules controlPlane,
            Workload workload) {}

    /// Further rules, as NetworkPolicy has them.
    public record Rules(List<Map<String, Object>> ingress, List<Map<String, Object>> egress) {}

    /// Rules for the pods of tenants.
    public record Workload(
            PublicEgress publicEgress,
            List<Map<String, Object>> ingress,
            List<Map<String, Object>> egress) {}

    /// Traffic to the world outside.
    public record PublicEgress(
            @Default("true") boolean enabled,
            @Default("0.0.0.0/0") String cidr,
            @Default("[100.64.0.0/10, 127.0.0.0/8, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16]")
                    List<String> except) {}

    /// What all pods of the tenant may use together.
    public record ResourceQuota(
            @Default("auto") Toggle enabled,
            @Default(
                            """
                            {requests.cpu: 10, requests.memory: 20Gi, requests.storage: 100Gi,
                            requests.ephemeral-storage: 60Gi, limits.cpu: 20, limits.memory: 40Gi,
                            limits.ephemeral-storage: 160Gi, services.nodeports: 0,
                            services.loadbalancers: 1, count/endpoints: 40, count/pods: 20,
                            count/services: 20, count/secrets: 100, count/configmaps: 100,
                            count/persistentvolumeclaims: 20}
                            """)
                    Map<String, Object> quota,
            Map<String, Object> scopeSelector,
            List<String> scopes,
            Map<String, String> annotations,
            Map<String, String> labels) {}

    /// What one container gets that asks for nothing, and the most it may ask for.
    public record LimitRange(
            @Default("auto") Toggle enabled,
            @Key("default") @Default("{ephemeral-storage: 8Gi, memory: 512Mi, cpu: \"1\"}")
                    Map<String, Object> defaults,
            @Default("{ephemeral-storage: 3Gi, memory: 128Mi, cpu: 100m}")
                    Map<String, Object> defaultRequest,
            Map<String, Object> max,
            Map<String, Object> min,
            Map<String, String> annotations,
            Map<String, String> labels) {}

    /// Webhooks that the tenant cannot remove.
    public record CentralAdmission(
            List<Map<String, Object>> validatingWebhooks,
            List<Map<String, Object>> mutatingWebhooks) {}
}
