package io.mooring.addons;

/// Where a cluster's DNS runs, and what follows from it.
public sealed interface DnsPlace {
    String clusterDomain();

    /// On nodes of the cluster's own.
    ///
    /// @param address the one that their kubelets tell pods to ask
    record OwnNodes(String clusterDomain, String address) implements DnsPlace {}

    /// On the host's nodes, by way of the syncer, which tells pods whom to ask. The host gives
    /// services their addresses too, and has long given away the one that is usual for DNS.
    ///
    /// @param apiAddress where the host's nodes find the tenant's API: the address of its service
    ///   would lead them to the host's
    /// @param names those with another meaning
    record SharedNodes(String clusterDomain, String apiAddress, DnsNames names)
            implements DnsPlace {}

    /// Within the control plane, whose pods the copy of the service leads to; otherwise as
    /// [SharedNodes]. It asks whom the control plane asks, which is the host's own DNS.
    ///
    /// @param hostDomain the domain of the host's services, whose names are none of the tenant's
    ///   business; empty if nothing says it
    record ControlPlane(String clusterDomain, String apiAddress, DnsNames names, String hostDomain)
            implements DnsPlace {}
}
