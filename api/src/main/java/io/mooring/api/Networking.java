package io.mooring.api;

import java.util.List;

/// Address ranges, names and service replication.
///
/// `serviceCIDR` is empty only with shared nodes, where the host cluster's range is found out.
public record Networking(
        String serviceCIDR,
        @Default("10.244.0.0/16") String podCIDR,
        ReplicateServices replicateServices,
        List<ResolveDns> resolveDNS,
        Advanced advanced) {

    /// Services copied between the host cluster and the virtual one.
    public record ReplicateServices(List<ServiceMapping> toHost, List<ServiceMapping> fromHost) {}

    /// One service, as `namespace/name`, and its copy: `namespace/name` of the virtual cluster, or
    /// a name in the control plane's own namespace.
    public record ServiceMapping(String from, String to) {
        /// Where it leads from and to, if it comes from the host.
        public HostMapping fromHost() {
            return HostMapping.of(from, to);
        }

        /// The namespace of the virtual cluster that it comes from, if it goes to the host.
        public String fromNamespace() {
            return from.substring(0, from.indexOf('/'));
        }

        /// The name there.
        public String fromName() {
            return from.substring(from.indexOf('/') + 1);
        }
    }

    /// A name that the cluster's DNS answers with another target.
    public record ResolveDns(String hostname, String service, String namespace, Target target) {
        /// What the name stands for: exactly one is set.
        public record Target(
                String hostname,
                String ip,
                String hostService,
                String hostNamespace,
                String vClusterService) {}
    }

    /// Settings few people need.
    public record Advanced(
            @Default("cluster.local") String clusterDomain,
            boolean fallbackHostCluster,
            ProxyKubelets proxyKubelets) {

        /// How kubelets of shared nodes are reached: at the control plane, whose address either
        /// switch tells kube-apiserver, and `byIP` other callers too, where a node has none.
        public record ProxyKubelets(
                @Default("true") boolean byHostname, @Default("true") boolean byIP) {
            /// Whether they are reached at all.
            public boolean any() {
                return byHostname || byIP;
            }
        }
    }
}
