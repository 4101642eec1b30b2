package io.mooring.provider.resources.host;

import io.mooring.api.VirtualClusterConfig;

/// A control plane as it is declared.
///
/// @param name the cluster's name
/// @param owner who wants it, as a text that is the same in every run: another owner's cluster of
///   the same name is left alone
/// @param config what its server is started with; may hold secrets
public record WantedCluster(String name, String owner, VirtualClusterConfig config) {

    @Override
    public String toString() {
        return "control plane " + name;
    }
}
