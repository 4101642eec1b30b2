package io.mooring.provider.resources.host;

/// A control plane wanted on this machine.
///
/// @param name the cluster's name
/// @param owner who wants it, as a text that is the same in every run: another owner's cluster of
///   the same name is left alone
/// @param configYaml what its server is started with; may hold secrets
public record LocalClusterSpec(
        String name, String owner, ControlPlaneFiles files, String configYaml) {

    @Override
    public String toString() {
        return "control plane " + name + " in " + files.data();
    }
}
