package io.mooring.api;

import java.util.List;
import java.util.Map;

/// Settings of the control plane that few people need.
public record ControlPlaneAdvanced(
        String defaultImageRegistry,
        Switch virtualScheduler,
        ServiceAccount serviceAccount,
        ServiceAccount workloadServiceAccount,
        Metadata headlessService,
        Konnectivity konnectivity,
        Registry registry,
        CloudControllerManager cloudControllerManager,
        GlobalMetadata globalMetadata,
        KubeVip kubeVip,
        DisruptionBudget podDisruptionBudget) {

    /// The account of the host cluster that a tenant's pods on shared nodes run as.
    public String workloadAccount(String cluster) {
        if (!workloadServiceAccount.enabled()) {
            return "default";
        }
        String given = workloadServiceAccount.name();
        return given.isEmpty() ? cluster + "-workload" : given;
    }

    /// An account in the host cluster.
    public record ServiceAccount(
            @Default("true") boolean enabled,
            String name,
            List<PullSecret> imagePullSecrets,
            Map<String, String> annotations,
            Map<String, String> labels) {}

    /// The name of a Secret with registry credentials.
    public record PullSecret(String name) {}

    /// The tunnel from nodes to the control plane.
    public record Konnectivity(Server server, Agent agent) {
        /// The end in the control plane.
        public record Server(@Default("true") boolean enabled, List<String> extraArgs) {}

        /// The end on the nodes.
        public record Agent(
                @Default("true") boolean enabled,
                @Default("1") int replicas,
                String image,
                String imagePullPolicy,
                Map<String, String> nodeSelector,
                String priorityClassName,
                List<Map<String, Object>> tolerations,
                List<Map<String, Object>> extraEnv,
                List<String> extraArgs) {}
    }

    /// An image registry inside the control plane.
    public record Registry(
            boolean enabled, @Default("true") boolean anonymousPull, Map<String, Object> config) {}

    /// What initialises nodes: addresses, provider ids, load balancers.
    public record CloudControllerManager(@Default("true") boolean enabled, KubeOvn kubeOvn) {}

    /// Kube-OVN as the network of the nodes.
    public record KubeOvn(
            boolean enabled, String vpc, LoadBalancers loadBalancers, Switch podRoutes) {
        /// Subnets for services of type LoadBalancer.
        public record LoadBalancers(String externalSubnet, String backendSubnet) {}
    }

    /// Annotations on everything that is made in the host cluster.
    public record GlobalMetadata(Map<String, String> annotations) {}

    /// A virtual address for several control planes.
    public record KubeVip(boolean enabled, @Key("interface") String device, String gateway) {}

    /// How many control planes must stay up while the host is maintained; a number or a percentage.
    public record DisruptionBudget(
            boolean enabled,
            Object minAvailable,
            Object maxUnavailable,
            String unhealthyPodEvictionPolicy) {}
}
