package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectType;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Value;

/// What a resource needs to know to work with a virtual cluster. Prints without the kubeconfig.
///
/// @param name the cluster's name
/// @param endpoint where nodes find it, as a URL
/// @param caCertHash kubeadm's form of the hash of its CA's public key
/// @param kubeconfig of an administrator; a secret
public record ClusterConnection(
        String name, String endpoint, String caCertHash, String kubeconfig) {

    /// The type of properties that hold a connection. A cluster of another name, endpoint or CA is
    /// another cluster, so these three replace whatever belongs to it.
    public static final ObjectType TYPE =
            ObjectType.of(
                    "mooring:index:ClusterConnection",
                    "What a resource needs to know to work with a virtual cluster: take the output `connection` of it.",
                    Property.of("name", PropertyType.STRING, "The cluster's name.")
                            .asRequired()
                            .asImmutable(),
                    Property.of(
                                    "endpoint",
                                    PropertyType.STRING,
                                    "Where nodes find the control plane: `https://HOST:PORT`.")
                            .asRequired()
                            .asImmutable(),
                    Property.of(
                                    "caCertHash",
                                    PropertyType.STRING,
                                    "The hash of the public key of the cluster's CA, in kubeadm's form `sha256:HEX`.")
                            .asRequired()
                            .asImmutable(),
                    Property.of(
                                    "kubeconfig",
                                    PropertyType.STRING,
                                    "The kubeconfig of an administrator.")
                            .asRequired()
                            .asSecret());

    /// Reads the property `cluster` of checked and known inputs.
    static ClusterConnection of(ObjectValue value) {
        return new ClusterConnection(
                value.requireText("name"),
                value.requireText("endpoint"),
                value.requireText("caCertHash"),
                value.requireText("kubeconfig"));
    }

    ObjectValue value() {
        return ObjectValue.builder()
                .put("name", name)
                .put("endpoint", endpoint)
                .put("caCertHash", caCertHash)
                .put("kubeconfig", Value.secret(kubeconfig))
                .build();
    }

    @Override
    public String toString() {
        return "cluster " + name + " at " + endpoint;
    }
}
