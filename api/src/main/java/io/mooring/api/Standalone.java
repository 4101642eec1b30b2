package io.mooring.api;

import java.util.List;

/// A control plane without a host cluster.
public record Standalone(
        boolean enabled,
        @Default("/var/lib/mooring") String dataDir,
        String advertiseAddress,
        ControlPlaneNodes autoNodes,
        JoinNode joinNode) {

    /// Machines made for further control planes.
    public record ControlPlaneNodes(
            String provider, int quantity, List<AutoNodes.Requirement> nodeTypeSelector) {}
}
