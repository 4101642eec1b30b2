package io.mooring.pki;

import java.util.Set;

/// What a control plane's certificates have to say.
///
/// @param sans further DNS names and IP addresses the API server is called by
/// @param exposedEndpoint `host:port` that users and nodes dial
/// @param localEndpoint `host:port` of kube-apiserver for the control plane's own processes
/// @param serviceIp the first address of the service network, which is the `kubernetes` service
/// @param clusterDomain for example `cluster.local`
/// @param storeNames names and addresses of this replica's member of the data store; empty where
///   the store is no cluster of members
/// @param dns whether the cluster's DNS is a process of the control plane, with a name of its own
public record PkiSpec(
        String clusterName,
        Set<String> sans,
        String exposedEndpoint,
        String localEndpoint,
        String serviceIp,
        String clusterDomain,
        Set<String> storeNames,
        boolean dns) {
    public static final String LOCAL_ENDPOINT = "127.0.0.1:6443";

    public PkiSpec {
        if (!clusterName.matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException(
                    "the cluster name '"
                            + clusterName
                            + "' is not lower case letters, digits, '-' and '.'");
        }
        sans = Set.copyOf(sans);
        storeNames = Set.copyOf(storeNames);
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

    public PkiSpec(
            String clusterName,
            Set<String> sans,
            String exposedEndpoint,
            String localEndpoint,
            String serviceIp,
            String clusterDomain) {
        this(
                clusterName,
                sans,
                exposedEndpoint,
                localEndpoint,
                serviceIp,
                clusterDomain,
                Set.of(),
                false);
    }

    /// The same for a replica whose data store is one of several members.
    public PkiSpec withStore(Set<String> names) {
        return new PkiSpec(
                clusterName,
                sans,
                exposedEndpoint,
                localEndpoint,
                serviceIp,
                clusterDomain,
                names,
                dns);
    }

    /// The same for a control plane that runs the cluster's DNS itself, if so.
    public PkiSpec withDns(boolean runs) {
        return new PkiSpec(
                clusterName,
                sans,
                exposedEndpoint,
                localEndpoint,
                serviceIp,
                clusterDomain,
                storeNames,
                runs);
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
