package io.mooring.bootstrap;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;

/// The facts of a live cluster.
record ClusterFacts(KubeClient kube, BootstrapTokens tokens, Clock clock)
        implements ApprovalRules.Facts {
    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Optional<TokenInfo> token(String id) {
        return tokens.find(id);
    }

    @Override
    public Optional<ApprovalRules.Node> node(String name) {
        return kube.find(ObjectRef.cluster(ResourceKind.NODE, name)).map(ClusterFacts::node);
    }

    static ApprovalRules.Node node(KubeObject node) {
        var names = new HashSet<String>();
        var addresses = new HashSet<String>();
        for (var address : node.maps("status", "addresses")) {
            var value = String.valueOf(address.get("address"));
            if (String.valueOf(address.get("type")).endsWith("IP")) {
                addresses.add(normalised(value));
            } else {
                names.add(value);
            }
        }
        return new ApprovalRules.Node(ready(node), names, addresses);
    }

    static boolean ready(KubeObject node) {
        return node.maps("status", "conditions").stream()
                .anyMatch(c -> "Ready".equals(c.get("type")) && "True".equals(c.get("status")));
    }

    private static String normalised(String address) {
        try {
            return InetAddress.ofLiteral(address).getHostAddress();
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
