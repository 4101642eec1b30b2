package io.mooring.bootstrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The KubeletConfiguration that `kubeadm join` writes to a node.
///
/// It must fit nodes that this control plane has not seen: systemd drives control groups of either
/// version on all that kubeadm supports, as kubeadm itself assumes. Nodes that run our own join
/// script get theirs from it.
final class KubeletDefaults {
    private KubeletDefaults() {}

    static Map<String, Object> merged(ClusterBootstrapSpec spec) {
        return merge(defaults(spec), spec.kubeletConfig());
    }

    private static Map<String, Object> defaults(ClusterBootstrapSpec spec) {
        var config = new LinkedHashMap<String, Object>();
        config.put("apiVersion", "kubelet.config.k8s.io/v1beta1");
        config.put("kind", "KubeletConfiguration");
        config.put(
                "authentication",
                Map.of(
                        "anonymous", Map.of("enabled", false),
                        "webhook", Map.of("enabled", true),
                        "x509", Map.of("clientCAFile", "/etc/kubernetes/pki/ca.crt")));
        config.put("authorization", Map.of("mode", "Webhook"));
        config.put("cgroupDriver", "systemd");
        config.put("clusterDNS", List.of(spec.clusterDns()));
        config.put("clusterDomain", spec.clusterDomain());
        config.put("containerRuntimeEndpoint", "unix:///run/containerd/containerd.sock");
        config.put("failCgroupV1", false);
        config.put("failSwapOn", false);
        config.put("healthzBindAddress", "127.0.0.1");
        config.put("rotateCertificates", true);
        config.put("serverTLSBootstrap", true);
        config.put("staticPodPath", "/etc/kubernetes/manifests");
        return config;
    }

    /// Maps are merged key by key, everything else is replaced.
    static Map<String, Object> merge(Map<?, ?> base, Map<?, ?> over) {
        var merged = new LinkedHashMap<String, Object>();
        base.forEach((key, value) -> merged.put(String.valueOf(key), value));
        over.forEach((key, value) -> {
            var name = String.valueOf(key);
            var both =
                    merged.get(name) instanceof Map<?, ?> old && value instanceof Map<?, ?> add
                            ? merge(old, add)
                            : value;
            merged.put(name, both);
        });
        return merged;
    }
}
