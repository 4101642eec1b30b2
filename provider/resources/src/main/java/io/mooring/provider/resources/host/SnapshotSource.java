package io.mooring.provider.resources.host;

import java.nio.file.Path;
import java.util.Optional;

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

    /// One in a container engine.
    ///
    /// @param certificates the directory of those for TLS
    record InEngine(String endpoint, Optional<Path> certificates) implements SnapshotSource {}
}
