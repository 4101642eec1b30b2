package io.mooring.api;

import java.util.List;
import java.util.Map;

/// The pods of the control plane in the host cluster.
public record StatefulSet(
        HighAvailability highAvailability,
        @Default(
                        "{limits: {ephemeral-storage: 10Gi, memory: 4Gi},"
                                + " requests: {ephemeral-storage: 1Gi, cpu: 200m, memory: 256Mi}}")
                Resources resources,
        Scheduling scheduling,
        Security security,
        Probes probes,
        Persistence persistence,
        @Default("true") boolean enableServiceLinks,
        Map<String, String> annotations,
        Map<String, String> labels,
        Metadata pods,
        @Default("{registry: mooring.local, repository: control-plane}") Image image,
        String imagePullPolicy,
        String workingDir,
        List<String> command,
        List<String> args,
        List<Map<String, Object>> env,
        String dnsPolicy,
        Map<String, Object> dnsConfig,
        List<Map<String, Object>> initContainers,
        List<Map<String, Object>> sidecarContainers,
        List<HostAlias> hostAliases,
        String runtimeClassName) {

    /// How many control planes, and how they agree on a leader.
    public record HighAvailability(
            @Default("1") int replicas,
            @Default("60") int leaseDuration,
            @Default("40") int renewDeadline,
            @Default("15") int retryPeriod) {}

    /// Which host nodes take the pods.
    public record Scheduling(
            Map<String, String> nodeSelector,
            Map<String, Object> affinity,
            List<Map<String, Object>> tolerations,
            String priorityClassName,
            @Default("Parallel") String podManagementPolicy,
            List<Map<String, Object>> topologySpreadConstraints) {}

    /// Security contexts as Kubernetes has them.
    public record Security(
            Map<String, Object> podSecurityContext, Map<String, Object> containerSecurityContext) {}

    /// Health checks.
    public record Probes(
            @Default("{failureThreshold: 60, initialDelaySeconds: 60, periodSeconds: 2}")
                    Probe livenessProbe,
            @Default("{failureThreshold: 60, periodSeconds: 2}") Probe readinessProbe,
            @Default("{failureThreshold: 1800, periodSeconds: 1}") Probe startupProbe) {}

    /// One health check.
    public record Probe(
            @Default("true") boolean enabled,
            int failureThreshold,
            int initialDelaySeconds,
            @Default("3") int timeoutSeconds,
            int periodSeconds) {}

    /// The volumes of the control plane.
    public record Persistence(
            VolumeClaim volumeClaim,
            List<Map<String, Object>> volumeClaimTemplates,
            List<Map<String, Object>> dataVolume,
            @Default("[{name: binaries, emptyDir: {}}]") List<Map<String, Object>> binariesVolume,
            List<Map<String, Object>> addVolumes,
            List<Map<String, Object>> addVolumeMounts) {}

    /// A claim for one volume.
    public record VolumeClaim(
            @Default("auto") Toggle enabled,
            @Default("[ReadWriteOnce]") List<String> accessModes,
            @Default("Retain") String retentionPolicy,
            @Default("5Gi") String size,
            String storageClass) {}

    /// A line of `/etc/hosts`.
    public record HostAlias(String ip, List<String> hostnames) {}
}
