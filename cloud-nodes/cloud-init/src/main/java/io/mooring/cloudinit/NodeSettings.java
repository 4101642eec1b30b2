package io.mooring.cloudinit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What one machine must know to become one node. Immutable; make it with [#of] and the `with`
/// methods. Empty texts and lists stand for "not given".
///
/// @param nodeIp the address the kubelet reports; found from the route to the endpoint if empty
/// @param site what the network that the machine is in asks for
/// @param deadline how long one attempt to join may take
public record NodeSettings(
        Endpoint endpoint,
        CaHash caHash,
        JoinToken token,
        String nodeName,
        String nodeIp,
        Map<String, String> labels,
        List<Taint> taints,
        Kubelet kubelet,
        Site site,
        Duration deadline) {
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]*");

    /// Settings of this node alone, applied after those of the cluster.
    ///
    /// @param extraArgs flags of the kubelet without dashes
    public record Kubelet(
            Map<String, String> extraArgs,
            List<String> preJoinCommands,
            List<String> postJoinCommands) {
        public static final Kubelet NONE = new Kubelet(Map.of(), List.of(), List.of());

        public Kubelet {
            extraArgs = Map.copyOf(extraArgs);
            preJoinCommands = List.copyOf(preJoinCommands);
            postJoinCommands = List.copyOf(postJoinCommands);
        }
    }

    /// What the network of a machine asks for. Prints without the proxy, which may have a password.
    ///
    /// @param proxy `http://HOST:PORT` for the way to the control plane and to registries
    /// @param trustedCas PEM certificates the machine trusts besides its own
    public record Site(String proxy, List<String> trustedCas) {
        private static final Pattern PROXY = Pattern.compile("(https?://[^\\s\"\\\\]+)?");
        private static final Pattern PEM =
                Pattern.compile(
                        "(?s)\\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]+-----END CERTIFICATE-----\\s*");

        public static final Site NONE = new Site("", List.of());

        public Site {
            if (!PROXY.matcher(proxy).matches()) {
                throw new IllegalArgumentException(
                        "is no proxy that can be used: write http://HOST:PORT");
            }
            trustedCas = List.copyOf(trustedCas);
            for (int i = 0; i < trustedCas.size(); i++) {
                if (!PEM.matcher(trustedCas.get(i)).matches()) {
                    throw new IllegalArgumentException(
                            "has at place %d what is not one certificate in PEM (-----BEGIN CERTIFICATE-----)"
                                    .formatted(i));
                }
            }
        }

        @Override
        public String toString() {
            return trustedCas.size() + " certificates";
        }
    }

    public NodeSettings {
        if (nodeName.length() > 63 || !NAME.matcher(nodeName).matches()) {
            throw new IllegalArgumentException(
                    "Cannot name a node \"%s\": use at most 63 lower-case letters, digits, '-' and '.'"
                            .formatted(nodeName));
        }
        if (!ADDRESS.matcher(nodeIp).matches()) {
            throw new IllegalArgumentException(
                    "Cannot give node %s the address \"%s\": it is not an IP address"
                            .formatted(nodeName, nodeIp));
        }
        if (deadline.compareTo(Duration.ofSeconds(10)) < 0) {
            throw new IllegalArgumentException(
                    "Cannot join node %s within %s: allow at least 10 s"
                            .formatted(nodeName, deadline));
        }
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
        NodeLabels.check(labels);
    }

    /// A node with nothing but what every node needs, and 15 minutes to join.
    public static NodeSettings of(
            Endpoint endpoint, CaHash caHash, JoinToken token, String nodeName) {
        return new NodeSettings(
                endpoint,
                caHash,
                token,
                nodeName,
                "",
                Map.of(),
                List.of(),
                Kubelet.NONE,
                Site.NONE,
                Duration.ofMinutes(15));
    }

    public NodeSettings withNodeIp(String address) {
        return new NodeSettings(
                endpoint, caHash, token, nodeName, address, labels, taints, kubelet, site,
                deadline);
    }

    public NodeSettings withLabels(Map<String, String> newLabels) {
        return new NodeSettings(
                endpoint, caHash, token, nodeName, nodeIp, newLabels, taints, kubelet, site,
                deadline);
    }

    public NodeSettings withTaints(List<Taint> newTaints) {
        return new NodeSettings(
                endpoint, caHash, token, nodeName, nodeIp, labels, newTaints, kubelet, site,
                deadline);
    }

    public NodeSettings withKubelet(Kubelet newKubelet) {
        return new NodeSettings(
                endpoint,
                caHash,
                token,
                nodeName,
                nodeIp,
                labels,
                taints,
                newKubelet,
                site,
                deadline);
    }

    public NodeSettings withSite(Site newSite) {
        return new NodeSettings(
                endpoint, caHash, token, nodeName, nodeIp, labels, taints, kubelet, newSite,
                deadline);
    }

    public NodeSettings withDeadline(Duration newDeadline) {
        return new NodeSettings(
                endpoint,
                caHash,
                token,
                nodeName,
                nodeIp,
                labels,
                taints,
                kubelet,
                site,
                newDeadline);
    }
}
