package io.mooring.api;

import java.util.List;
import java.util.Map;

/// A program that extends the control plane.
public record Plugin(
        String name,
        String image,
        String imagePullPolicy,
        Map<String, Object> config,
        PluginRbac rbac,
        List<String> command,
        List<String> args,
        Map<String, Object> securityContext,
        Map<String, Object> resources,
        List<Map<String, Object>> volumeMounts,
        String version,
        List<Map<String, Object>> env) {

    /// Rights the plugin adds.
    public record PluginRbac(ExtraRules role, ExtraRules clusterRole) {}

    /// Rules as Kubernetes has them.
    public record ExtraRules(List<Map<String, Object>> extraRules) {}
}
