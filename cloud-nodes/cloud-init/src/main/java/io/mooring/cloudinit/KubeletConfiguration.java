package io.mooring.cloudinit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The KubeletConfiguration of a node: what joining needs, with the user's fields over it.
final class KubeletConfiguration {
    static final String CA_FILE = "/etc/kubernetes/pki/ca.crt";

    /// With the node's identity.
    static final String KUBECONFIG = "/etc/kubernetes/kubelet.conf";

    /// Stand-ins that the join script replaces by what it finds on the machine.
    static final String CGROUP_DRIVER = "@MOORING_CGROUP_DRIVER@";

    static final String RESOLV_CONF = "@MOORING_RESOLV_CONF@";
    private static final String CONTAINERD = "/run/containerd/containerd.sock";

    private KubeletConfiguration() {}

    static Map<String, Object> of(
            List<String> clusterDns,
            String clusterDomain,
            String criSocket,
            Map<String, Object> ofTheUser) {
        var config = new LinkedHashMap<String, Object>();
        config.put("apiVersion", "kubelet.config.k8s.io/v1beta1");
        config.put("kind", "KubeletConfiguration");
        config.put(
                "authentication",
                Map.of(
                        "anonymous", Map.of("enabled", false),
                        "webhook", Map.of("enabled", true),
                        "x509", Map.of("clientCAFile", CA_FILE)));
        config.put("authorization", Map.of("mode", "Webhook"));
        config.put("cgroupDriver", CGROUP_DRIVER);
        config.put("clusterDNS", clusterDns);
        config.put("clusterDomain", clusterDomain);
        config.put("containerRuntimeEndpoint", socketUrl(criSocket));
        config.put("failCgroupV1", false);
        config.put("failSwapOn", false);
        config.put("healthzBindAddress", "127.0.0.1");
        config.put("resolvConf", RESOLV_CONF);
        config.put("rotateCertificates", true);
        config.put("serverTLSBootstrap", true);
        config.put("staticPodPath", "/etc/kubernetes/manifests");
        return merge(config, ofTheUser);
    }

    /// Maps are merged key by key, everything else is replaced.
    static Map<String, Object> merge(Map<?, ?> base, Map<?, ?> over) {
        var merged = new LinkedHashMap<String, Object>();
        base.forEach((key, value) -> merged.put(String.valueOf(key), value));
        over.forEach((key, value) ->
                merged.merge(
                        String.valueOf(key),
                        value,
                        (old, add) ->
                                old instanceof Map<?, ?> left && add instanceof Map<?, ?> right
                                        ? merge(left, right)
                                        : add));
        return merged;
    }

    private static String socketUrl(String criSocket) {
        var socket = criSocket.isEmpty() ? CONTAINERD : criSocket;
        return socket.contains("://") ? socket : "unix://" + socket;
    }
}
