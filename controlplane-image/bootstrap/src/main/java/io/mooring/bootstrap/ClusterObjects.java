package io.mooring.bootstrap;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The namespaces, config maps and endpoints of [ClusterBootstrap].
final class ClusterObjects {
    private ClusterObjects() {}

    static List<Applied> namespaces() {
        return Stream.of("kube-system", "kube-public")
                .map(name -> Applied.of(ObjectRef.cluster(ResourceKind.NAMESPACE, name), Map.of()))
                .toList();
    }

    static List<Applied> configMaps(ClusterBootstrapSpec spec) {
        var kubelet = new KubeObject(KubeletDefaults.merged(spec)).json();
        return List.of(
                configMap("kube-public", "cluster-info", "kubeconfig", clusterInfo(spec)),
                configMap(
                        "kube-system",
                        "kubeadm-config",
                        "ClusterConfiguration",
                        clusterConfiguration(spec)),
                configMap("kube-system", "kubelet-config", "kubelet", kubelet),
                MachineProofs.published(spec.provenClouds()));
    }

    private static Applied configMap(String namespace, String name, String key, String text) {
        return Applied.of(
                ObjectRef.of(ResourceKind.CONFIG_MAP, namespace, name),
                Map.of("data", Map.of(key, text)));
    }

    private static String clusterInfo(ClusterBootstrapSpec spec) {
        var ca = Base64.getEncoder().encodeToString(spec.caPem().getBytes(StandardCharsets.UTF_8));
        return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: ""
          cluster:
            certificate-authority-data: %s
            server: https://%s
        contexts: null
        current-context: ""
        preferences: {}
        users: null
        """
                .formatted(ca, spec.exposedEndpoint());
    }

    private static String clusterConfiguration(ClusterBootstrapSpec spec) {
        return """
        apiVersion: kubeadm.k8s.io/v1beta4
        kind: ClusterConfiguration
        clusterName: "%s"
        controlPlaneEndpoint: "%s"
        kubernetesVersion: "%s"
        certificatesDir: /etc/kubernetes/pki
        imageRepository: registry.k8s.io
        networking:
          dnsDomain: "%s"
          podSubnet: "%s"
          serviceSubnet: "%s"
        """
                .formatted(
                        spec.clusterName(),
                        spec.exposedEndpoint(),
                        spec.kubernetesVersion(),
                        spec.clusterDomain(),
                        spec.podCidr(),
                        spec.serviceCidr());
    }

    /// kube-apiserver leaves these to us, because it listens on loopback and pods must come through
    /// the exposed port.
    static List<Applied> apiEndpoints(ClusterBootstrapSpec spec) {
        var ip = spec.apiServerIp();
        var port = Map.of("name", "https", "port", spec.apiServerPort(), "protocol", "TCP");
        var slice =
                Map.of(
                        "metadata",
                        Map.of("labels", Map.of("kubernetes.io/service-name", "kubernetes")),
                        "addressType",
                        ip.contains(":") ? "IPv6" : "IPv4",
                        "endpoints",
                        List.of(
                                Map.of(
                                        "addresses",
                                        List.of(ip),
                                        "conditions",
                                        Map.of("ready", true))),
                        "ports",
                        List.of(port));
        var endpoints =
                Map.of(
                        "metadata",
                        Map.of("labels", Map.of("endpointslice.kubernetes.io/skip-mirror", "true")),
                        "subsets",
                        List.of(
                                Map.of(
                                        "addresses",
                                        List.of(Map.of("ip", ip)),
                                        "ports",
                                        List.of(port))));
        return List.of(
                Applied.of(
                        ObjectRef.of(ResourceKind.ENDPOINT_SLICE, "default", "kubernetes"), slice),
                Applied.of(
                        ObjectRef.of(ResourceKind.ENDPOINTS, "default", "kubernetes"), endpoints));
    }
}
