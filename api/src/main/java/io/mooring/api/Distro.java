package io.mooring.api;

import java.util.List;
import java.util.Map;

/// The Kubernetes that the control plane runs.
public record Distro(K8s k8s) {

    /// Upstream Kubernetes.
    public record K8s(
            @Default("true") boolean enabled,
            String version,
            @Default("{repository: kubernetes, tag: " + KubernetesVersion.BUILT + "}") Image image,
            String imagePullPolicy,
            @Default("{enabled: true}") Component apiServer,
            @Default("{enabled: true}") Component controllerManager,
            Component scheduler,
            List<Map<String, Object>> env,
            Map<String, Object> securityContext,
            @Default(
                            "{limits: {cpu: 100m, memory: 256Mi},"
                                    + " requests: {cpu: 40m, memory: 64Mi}}")
                    Resources resources) {}

    /// One process: a command that replaces ours, or arguments that are added to it.
    public record Component(boolean enabled, List<String> command, List<String> extraArgs) {}
}
