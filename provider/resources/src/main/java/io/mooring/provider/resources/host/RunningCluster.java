package io.mooring.provider.resources.host;

import java.util.OptionalInt;

/// A control plane that answers.
///
/// @param endpoint where nodes find it: `https://HOST:PORT`
/// @param kubeconfig of an administrator; a secret
/// @param caCertHash kubeadm's form of the hash of its CA's public key
/// @param version what its API server says it is
/// @param localPort the loopback port of this machine that leads to it, if it runs here
public record RunningCluster(
        String endpoint,
        String kubeconfig,
        String caCertHash,
        String version,
        OptionalInt localPort) {

    @Override
    public String toString() {
        return "control plane at " + endpoint + ", " + version + ", " + caCertHash;
    }
}
