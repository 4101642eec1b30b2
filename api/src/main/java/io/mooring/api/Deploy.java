package io.mooring.api;

import java.util.List;
import java.util.Map;

/// Components put into a cluster with private nodes.
public record Deploy(
        KubeProxy kubeProxy,
        Cni cni,
        LocalPathProvisioner localPathProvisioner,
        MetalLb metallb,
        IngressNginx ingressNginx,
        Switch metricsServer,
        Csi csi,
        ArgoCd argoCD) {

    /// Load balancing of services on every node.
    public record KubeProxy(
            @Default("true") boolean enabled,
            String image,
            String imagePullPolicy,
            Map<String, String> nodeSelector,
            String priorityClassName,
            List<Map<String, Object>> tolerations,
            List<Map<String, Object>> extraEnv,
            List<String> extraArgs,
            Map<String, Object> config) {}

    /// The pod network.
    public record Cni(Flannel flannel) {
        /// An overlay that works across any infrastructure.
        public record Flannel(
                @Default("true") boolean enabled,
                String image,
                String initImage,
                String imagePullPolicy) {}
    }

    /// Volumes in a directory of the node.
    public record LocalPathProvisioner(
            @Default("true") boolean enabled,
            String image,
            String imagePullPolicy,
            String nodePath) {}

    /// Services of type LoadBalancer on bare metal.
    public record MetalLb(
            boolean enabled,
            String controllerImage,
            String speakerImage,
            IpAddressPool ipAddressPool) {
        /// The addresses to hand out: ranges `FIRST-LAST` or CIDRs.
        public record IpAddressPool(
                List<String> addresses, @Default("true") boolean l2Advertisement) {}
    }

    /// An ingress controller.
    public record IngressNginx(boolean enabled, @Default("true") boolean defaultIngressClass) {}

    /// Storage drivers.
    public record Csi(KubeVirt kubeVirt) {
        /// Volumes of the host cluster, hot-plugged into nodes that are virtual machines of it.
        public record KubeVirt(
                boolean enabled,
                String image,
                String imagePullPolicy,
                Map<String, String> hostLabels,
                StorageClass storageClass) {}

        /// The class that KubeVirt volumes get.
        public record StorageClass(
                @Default("true") boolean enabled,
                @Default("kubevirt") String name,
                @Key("default") @Default("true") boolean isDefault,
                String hostStorageClassName,
                String hostVolumeMode,
                @Default("scsi") String bus) {}
    }

    /// Applications that Argo CD puts into the cluster.
    public record ArgoCd(List<Map<String, Object>> applications) {}
}
