package io.mooring.provider.resources.host;

/// A control plane on this machine that answers.
///
/// @param port the loopback port that leads to it
/// @param kubeconfig of an administrator, by way of that port; a secret
/// @param caCertHash kubeadm's form of the hash of its CA's public key
/// @param version what its API server says it is
public record LocalCluster(int port, String kubeconfig, String caCertHash, String version) {

    /// Where nodes of this machine find it.
    public static final String NODE_ENDPOINT = "https://10.76.0.2:8443";

    @Override
    public String toString() {
        return "control plane on 127.0.0.1:" + port + ", " + version + ", " + caCertHash;
    }
}
