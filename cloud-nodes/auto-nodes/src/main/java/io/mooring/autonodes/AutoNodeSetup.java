package io.mooring.autonodes;

import io.mooring.api.AutoNodes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What the nodes of one cluster are made by.
///
/// @param cluster its name
/// @param endpoint where nodes find the control plane: `HOST:PORT`
/// @param caCertHash `sha256:HEX`, which nodes hold it to
/// @param declared the pools of its configuration
/// @param kubelet fields of the KubeletConfiguration of every node
/// @param providers where the jars of providers are, a directory each
/// @param machineRoot what machines of this host boot over, where the configuration does not say
public record AutoNodeSetup(
        String cluster,
        String endpoint,
        String caCertHash,
        List<AutoNodes> declared,
        Map<String, Object> kubelet,
        Path providers,
        Path machineRoot) {

    public AutoNodeSetup {
        declared = List.copyOf(declared);
        kubelet = Map.copyOf(kubelet);
    }
}
