package io.mooring.addons;

import io.mooring.api.CoreDns;
import io.mooring.api.DnsPorts;

/// What CoreDNS reads at its start: that of the configuration, or ours, which is the same text
/// wherever it runs but for what follows from the place.
public final class Corefile {
    private static final String PROBED_BY_KUBELETS =
            """
                health {
                    lameduck 5s
                }
                ready
            """;
    private static final String FOLLOWS_ITS_FILE = "    reload\n";
    private static final String ASKS_ABOUT_ADDRESSES =
            "        fallthrough in-addr.arpa ip6.arpa\n";
    private static final String PODS = "        pods insecure\n";

    /// A variable of the environment, for whom it is the credential at the cluster's API.
    private static final String CREDENTIAL = "        kubeconfig {$KUBECONFIG}\n";

    private Corefile() {}

    public static String of(CoreDns config, DnsPlace place) {
        if (!config.overwriteConfig().isEmpty()) {
            return config.overwriteConfig();
        }
        var own = Resources.read("Corefile");
        return switch (place) {
            case DnsPlace.OwnNodes(var domain, _) ->
                    own.replace("# SHARED\n", "").replace("CLUSTER_DOMAIN", domain);
            case DnsPlace.SharedNodes(var domain, var address, var names) ->
                    shared(own, domain, address, names);
            case DnsPlace.ControlPlane(var domain, var address, var names, var hostDomain) ->
                    shared(inControlPlane(own), domain, address, names)
                            + refusal(hostDomain, domain);
        };
    }

    private static String shared(String own, String domain, String address, DnsNames names) {
        return own.replace("# SHARED\n", Resources.read("Corefile.shared") + names.rewrites())
                        .replace("# NAMES\n", names.hosts())
                        .replace("API_ADDRESS", address)
                        .replace("CLUSTER_DOMAIN", domain)
                + names.hostBlock();
    }

    /// No kubelet asks how it is, its file does not change, and no pod's account is there. The
    /// host's DNS, which it asks, knows whose the host's addresses are, so it is not asked that.
    private static String inControlPlane(String own) {
        return own.replace(PROBED_BY_KUBELETS, "    ready 127.0.0.1:" + DnsPorts.READY + "\n")
                .replace(FOLLOWS_ITS_FILE, "")
                .replace(ASKS_ABOUT_ADDRESSES, "")
                .replace(PODS, CREDENTIAL + PODS);
    }

    /// A block without plugins refuses. Where both domains are called alike, names of it are the
    /// tenant's.
    private static String refusal(String hostDomain, String domain) {
        return hostDomain.isEmpty() || hostDomain.equals(domain)
                ? ""
                : "\n%s:%d {\n}\n".formatted(hostDomain, DnsPorts.DNS);
    }
}
