package io.mooring.api;

import java.util.List;

/// The kubeconfig written for users of the cluster.
public record ExportKubeConfig(
        String context,
        String server,
        boolean insecure,
        ServiceAccount serviceAccount,
        SecretReference secret,
        List<AdditionalSecret> additionalSecrets) {

    /// The account whose token the kubeconfig holds instead of a client certificate.
    public record ServiceAccount(String name, String namespace, String clusterRole) {}

    /// Where the kubeconfig is stored.
    public record SecretReference(String name, String namespace) {}

    /// One more copy of the kubeconfig, with settings of its own.
    public record AdditionalSecret(
            String context,
            String server,
            boolean insecure,
            ServiceAccount serviceAccount,
            String name,
            String namespace) {}
}
