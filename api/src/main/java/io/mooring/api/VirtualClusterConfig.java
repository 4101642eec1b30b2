package io.mooring.api;

import java.util.Map;

/// The whole configuration of one virtual cluster, with every default filled in. Made by
/// [ConfigLoader], which has checked it; component names are the YAML keys.
public record VirtualClusterConfig(
        Map<String, Object> global,
        ExportKubeConfig exportKubeConfig,
        Sync sync,
        Integrations integrations,
        Deploy deploy,
        Networking networking,
        Policies policies,
        ControlPlane controlPlane,
        PrivateNodes privateNodes,
        Rbac rbac,
        Map<String, Plugin> plugins,
        Experimental experimental,
        Telemetry telemetry,
        Logging logging,
        Sleep sleep,
        Snapshots snapshots,
        Deletion deletion,
        Platform platform) {

    /// Whether and as whom usage is reported.
    public record Telemetry(
            @Default("true") boolean enabled,
            String instanceCreator,
            String machineID,
            String platformUserID,
            String platformInstanceID) {}

    /// The form and place of log lines.
    public record Logging(@Default("console") String encoding, Switch file) {}

    /// Protection from, and automation of, the deletion of the cluster.
    public record Deletion(boolean prevent, Auto auto) {
        /// When to delete a cluster nobody uses.
        public record Auto(String afterInactivity) {}
    }

    /// The link to a management platform.
    public record Platform(ApiKey apiKey, String project) {
        /// The Secret that holds the access key.
        public record ApiKey(
                String secretName, String namespace, @Default("true") boolean createRBAC) {}
    }

    /// Which mode the cluster runs its workloads in.
    public NodeMode nodeMode() {
        if (controlPlane.standalone().enabled()) {
            return NodeMode.STANDALONE;
        }
        return privateNodes.enabled() ? NodeMode.PRIVATE : NodeMode.SHARED;
    }
}
