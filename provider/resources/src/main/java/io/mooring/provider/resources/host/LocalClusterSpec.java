package io.mooring.provider.resources.host;

import io.mooring.api.Release;

/// A control plane wanted on this machine.
///
/// @param name the cluster's name
/// @param owner who wants it, as a text that is the same in every run: another owner's cluster of
///   the same name is left alone
/// @param configYaml what its server is started with; may hold secrets
/// @param release the Kubernetes it runs
public record LocalClusterSpec(
        String name, String owner, ControlPlaneFiles files, String configYaml, Release release) {

    @Override
    public String toString() {
        return "control plane " + name + " in " + files.data();
    }
}
