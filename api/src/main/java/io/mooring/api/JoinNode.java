package io.mooring.api;

import java.util.List;
import java.util.Map;

/// What happens on a machine while it becomes a node.
public record JoinNode(
        @Default("true") boolean enabled,
        List<String> preInstallCommands,
        List<String> preJoinCommands,
        List<String> postJoinCommands,
        Containerd containerd,
        @Default("/etc/kubernetes/pki/ca.crt") String caCertPath,
        List<String> skipPhases,
        NodeRegistration nodeRegistration) {

    /// The container runtime of the node.
    public record Containerd(
            @Default("true") boolean enabled,
            Registry registry,
            List<String> importImages,
            String pauseImage) {}

    /// Where images come from.
    public record Registry(
            String configPath, Map<String, Mirror> mirrors, Map<String, Auth> auth) {}

    /// Stand-ins for one registry.
    public record Mirror(
            String server,
            List<String> caCert,
            boolean skipVerify,
            List<String> capabilities,
            boolean overridePath,
            List<MirrorHost> hosts) {}

    /// One stand-in.
    public record MirrorHost(
            String server,
            List<String> caCert,
            boolean skipVerify,
            List<String> capabilities,
            boolean overridePath) {}

    /// Credentials for one registry.
    public record Auth(String username, Secret password, Secret identityToken, Secret auth) {}

    /// How the node presents itself to the cluster.
    public record NodeRegistration(
            String criSocket,
            List<Argument> kubeletExtraArgs,
            List<Taint> taints,
            List<String> ignorePreflightErrors,
            String imagePullPolicy) {}

    /// A flag of the kubelet, without its dashes.
    public record Argument(String name, String value) {}

    /// A mark that keeps pods off a node.
    public record Taint(String key, String value, String effect) {}
}
