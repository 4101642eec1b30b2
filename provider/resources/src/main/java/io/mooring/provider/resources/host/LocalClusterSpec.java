package io.mooring.provider.resources.host;

import io.mooring.api.Release;

/// A control plane wanted on this machine.
///
/// @param name the cluster's name
/// @param owner who wants it, as a text that is the same in every run: another owner's cluster of
///   the same name is left alone
/// @param configYaml what its server is started with; may hold secrets
/// @param readAtStart the part of it for whose change a running server must be restarted; it sees
///   the rest by itself
/// @param release the Kubernetes it runs
public record LocalClusterSpec(
        String name,
        String owner,
        ControlPlaneFiles files,
        String configYaml,
        String readAtStart,
        Release release) {

    @Override
    public String toString() {
        return "control plane " + name + " in " + files.data();
    }
}
