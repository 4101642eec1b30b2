package io.mooring.syncer.translate;

/// What can be switched on for a virtual cluster.
public enum Feature {
    /// `sync.toHost.priorityClasses`
    PRIORITY_CLASSES_TO_HOST,
    /// `controlPlane.advanced.virtualScheduler`: the tenant's pods have their nodes before they go
    /// over
    SCHEDULER_OF_ITS_OWN,
    /// `sync.toHost.serviceAccounts`
    SERVICE_ACCOUNTS_TO_HOST,
    /// `sync.toHost.resourceClaimTemplates`: claims that are made of templates go over
    CLAIM_TEMPLATES,
    /// `sync.toHost.storageClasses`
    STORAGE_CLASSES_TO_HOST,
    /// `sync.toHost.persistentVolumes`
    PERSISTENT_VOLUMES_TO_HOST,
    /// `sync.toHost.secrets.all`
    ALL_SECRETS,
    /// `sync.toHost.configMaps.all`
    ALL_CONFIG_MAPS,
    /// Pods may ask for the host's networks, processes and files: `policies.podSecurityStandard:
    /// privileged`
    HOST_ACCESS,
    /// `networking.advanced.proxyKubelets.byIP`: nodes without an IP address have that at which
    /// their kubelets' calls are answered
    NODES_BY_IP,
    /// `controlPlane.coredns.embedded`: the service `kube-system/kube-dns` leads to the control
    /// plane's pods
    DNS_IN_CONTROL_PLANE,
    /// `sync.fromHost.events`
    EVENTS_FROM_HOST
}
