package io.mooring.pki;

import java.util.Set;

/// What a control plane's certificates have to say.
///
/// @param sans further DNS names and IP addresses the API server is called by
/// @param exposedEndpoint `host:port` that users and nodes dial
/// @param localEndpoint `host:port` of kube-apiserver for the control plane's own processes
/// @param serviceIp the first address of the service network, which is the `kubernetes` service
/// @param clusterDomain for example `cluster.local`
public record PkiSpec(
        String clusterName,
        Set<String> sans,
        String exposedEndpoint,
        String localEndpoint,
        String serviceIp,
        String clusterDomain) {
    public static final String LOCAL_ENDPOINT = "127.0.0.1:6443";

    public PkiSpec {
        if (!clusterName.matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException(
                    "the cluster name '"
                            + clusterName
                            + "' is not lower case letters, digits, '-' and '.'");
        }
        sans = Set.copyOf(sans);
        hostOf(exposedEndpoint);
        hostOf(localEndpoint);
    }

    public PkiSpec(
            String clusterName,
            Set<String> sans,
            String exposedEndpoint,
            String serviceIp,
            String clusterDomain) {
        this(clusterName, sans, exposedEndpoint, LOCAL_ENDPOINT, serviceIp, clusterDomain);
    }

    String exposedHost() {
        return hostOf(exposedEndpoint);
    }

    private static String hostOf(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        if (colon < 1 || !endpoint.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "the endpoint '"
                            + endpoint
                            + "' is not host:port; write for example 10.0.0.1:8443");
        }
        var host = endpoint.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }
}
