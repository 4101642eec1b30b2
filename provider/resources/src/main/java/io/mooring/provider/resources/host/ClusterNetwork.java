package io.mooring.provider.resources.host;

import java.nio.file.Path;

/// The network a local control plane lives in, with its machines. Every call is idempotent.
public interface ClusterNetwork {

    /// Makes what is missing of the cluster's network.
    ///
    /// @return the file that stands for the control plane's network namespace
    Path ensure(String cluster);

    /// Removes the cluster's machines and network.
    void remove(String cluster);
}
