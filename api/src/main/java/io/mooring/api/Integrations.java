package io.mooring.api;

/// Programs of the host cluster that tenants use, each off until it is enabled.
public record Integrations(
        MetricsServer metricsServer,
        KubeVirt kubeVirt,
        ExternalSecrets externalSecrets,
        CertManager certManager,
        Istio istio,
        Netris netris,
        ArgoCd argoCD) {

    /// Metrics of nodes and pods.
    public record MetricsServer(
            boolean enabled,
            ApiService apiService,
            @Default("true") boolean nodes,
            @Default("true") boolean pods) {}

    /// An aggregated API.
    public record ApiService(Service service) {
        /// The service behind it.
        public record Service(String name, String namespace, int port) {}
    }

    /// Virtual machines.
    public record KubeVirt(
            boolean enabled,
            ApiService apiService,
            @Default("{enabled: true}") Switch webhook,
            KubeVirtSync sync) {}

    /// Kinds of KubeVirt.
    public record KubeVirtSync(
            Switch dataVolumes,
            @Default("{enabled: true}") Switch virtualMachineInstanceMigrations,
            @Default("{enabled: true}") Switch virtualMachineInstances,
            @Default("{enabled: true}") Switch virtualMachines,
            @Default("{enabled: true}") Switch virtualMachineClones,
            @Default("{enabled: true}") Switch virtualMachinePools) {}

    /// Secrets kept elsewhere.
    public record ExternalSecrets(
            boolean enabled, String version, Switch webhook, ExternalSecretsSync sync) {}

    /// Kinds of the External Secrets operator.
    public record ExternalSecretsSync(
            ExternalSecretsSync.ToHost toHost, ExternalSecretsSync.FromHost fromHost) {
        /// To the host.
        public record ToHost(Selection externalSecrets, Stores stores) {}

        /// From the host.
        public record FromHost(Stores clusterStores) {}
    }

    /// Some objects of a kind.
    public record Selection(LabelSelector selector) {}

    /// Some objects of a kind, if at all.
    public record Stores(boolean enabled, LabelSelector selector) {}

    /// Certificates.
    public record CertManager(boolean enabled, CertManagerSync sync) {}

    /// Kinds of cert-manager.
    public record CertManagerSync(
            CertManagerSync.ToHost toHost, CertManagerSync.FromHost fromHost) {
        /// To the host.
        public record ToHost(
                @Default("{enabled: true}") Switch certificates,
                @Default("{enabled: true}") Switch issuers) {}

        /// From the host.
        public record FromHost(ClusterIssuers clusterIssuers) {}
    }

    /// Issuers of the host.
    public record ClusterIssuers(@Default("true") boolean enabled, Sleep.Selector selector) {}

    /// A service mesh.
    public record Istio(boolean enabled, IstioSync sync) {}

    /// Kinds of Istio.
    public record IstioSync(IstioSync.ToHost toHost) {
        /// To the host.
        public record ToHost(
                @Default("{enabled: true}") Switch destinationRules,
                @Default("{enabled: true}") Switch gateways,
                @Default("{enabled: true}") Switch virtualServices) {}
    }

    /// A network fabric.
    public record Netris(boolean enabled, String connector, KubeVip kubeVip) {
        /// Addresses of control planes in that fabric.
        public record KubeVip(String serverCluster, String bridge, String ipRange) {}
    }

    /// Continuous delivery.
    public record ArgoCd(boolean enabled, String connector) {}
}
