package io.mooring.api;

import java.util.List;
import java.util.Map;

/// Settings that may change without notice.
public record Experimental(
        Deploy deploy,
        SyncSettings syncSettings,
        KubeConfig virtualClusterKubeConfig,
        List<Map<String, Object>> denyProxyRequests,
        Proxy proxy,
        Docker docker,
        List<Map<String, Object>> nodeMonitors) {

    /// Manifests applied at start.
    public record Deploy(Manifests host, VirtualManifests vcluster) {}

    /// Manifests for the host cluster.
    public record Manifests(String manifests, String manifestsTemplate) {}

    /// Manifests and charts for the virtual cluster.
    public record VirtualManifests(
            String manifests, String manifestsTemplate, List<Map<String, Object>> helm) {}

    /// Inner settings of the syncer.
    public record SyncSettings(
            @Default("true") boolean setOwner,
            String hostMetricsBindAddress,
            String virtualMetricsBindAddress) {}

    /// File names of an API server that somebody else runs.
    public record KubeConfig(
            String kubeConfig,
            String serverCAKey,
            String serverCACert,
            String clientCACert,
            String clientCAKey,
            String requestHeaderCACert) {}

    /// Resources served by another virtual cluster.
    public record Proxy(Map<String, Map<String, Object>> customResources) {}

    /// A cluster in a container engine.
    public record Docker(
            boolean enabled,
            String image,
            List<String> ports,
            List<String> volumes,
            List<String> env,
            List<String> args,
            String network,
            List<DockerNode> nodes,
            @Default("{enabled: true}") Switch registryProxy,
            DockerLoadBalancer loadBalancer) {}

    /// A node that is a container.
    public record DockerNode(
            String name,
            String image,
            List<String> ports,
            List<String> volumes,
            List<String> env,
            List<String> args) {}

    /// Services of type LoadBalancer in a container engine.
    public record DockerLoadBalancer(
            @Default("true") boolean enabled, @Default("true") boolean forwardPorts) {}
}
