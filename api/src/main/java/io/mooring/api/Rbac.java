package io.mooring.api;

import java.util.List;
import java.util.Map;

/// What the control plane may do in the host cluster.
public record Rbac(Role role, ClusterRole clusterRole) {

    /// Rights in its own namespace.
    public record Role(
            @Default("true") boolean enabled,
            List<Map<String, Object>> extraRules,
            List<Map<String, Object>> overwriteRules) {}

    /// Rights in the whole host cluster.
    public record ClusterRole(
            @Default("auto") Toggle enabled,
            List<Map<String, Object>> extraRules,
            List<Map<String, Object>> overwriteRules) {}
}
