package io.mooring.provider.resources.host;

/// Which control plane a snapshot is made of.
public sealed interface SnapshotSource {

    /// One of this machine, whether its server runs or not.
    record OnThisMachine(ControlPlaneFiles files) implements SnapshotSource {}

    /// One in a namespace of a host cluster. Prints without the kubeconfig.
    ///
    /// @param kubeconfig a secret
    record InHostCluster(String kubeconfig, String namespace) implements SnapshotSource {
        @Override
        public String toString() {
            return "namespace " + namespace;
        }
    }
}
