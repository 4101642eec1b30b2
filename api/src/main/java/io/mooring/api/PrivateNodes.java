package io.mooring.api;

import java.util.List;
import java.util.Map;

/// Machines that belong to the virtual cluster alone.
public record PrivateNodes(
        boolean enabled,
        @Default("true") boolean importNodeBinaries,
        Kubelet kubelet,
        AutoUpgrade autoUpgrade,
        JoinNode joinNode,
        NodeIdentity nodeIdentity,
        List<AutoNodes> autoNodes,
        Vpn vpn,
        Daemon daemon,
        String defaultProfile) {

    /// Fields of the KubeletConfiguration of every node.
    public record Kubelet(Map<String, Object> config) {}

    /// How nodes follow an upgrade of the control plane.
    public record AutoUpgrade(
            @Default("true") boolean enabled,
            String image,
            String imagePullPolicy,
            Map<String, String> nodeSelector,
            String bundleRepository,
            @Default("/usr/local/bin") String binariesPath,
            @Default("/opt/cni/bin") String cniBinariesPath,
            @Default("1") int concurrency,
            Map<String, Object> podSecurityContext,
            Map<String, Object> containerSecurityContext) {}

    /// An encrypted network between nodes and control plane.
    public record Vpn(boolean enabled, Switch nodeToNode) {}

    /// A service on every node beside the kubelet.
    public record Daemon(boolean enabled, LoadBalancer controlPlaneLoadBalancer) {
        /// A local port that spreads over all control planes.
        public record LoadBalancer(
                boolean enabled, @Default("true") boolean kubeProxy, @Default("11343") int port) {}
    }
}
