package io.mooring.api;

/// The Kubernetes that this Mooring carries; `tools/upstream` builds it.
public final class KubernetesVersion {

    /// As upstream's binaries report it.
    public static final String BUILT = "v1.34.4";

    private KubernetesVersion() {}
}
