package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.Secret;
import io.mooring.kube.TokenReviewResult;
import io.mooring.tunnel.AgentAuthenticator;
import io.mooring.tunnel.AgentHello;
import io.mooring.tunnel.AgentIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets an agent into the tunnel when its token is one of the agents' account, and holds it to the
/// node the token is bound to.
final class TunnelAccess implements AgentAuthenticator {

    private static final Logger LOG = LoggerFactory.getLogger(TunnelAccess.class);
    private static final String NODE_NAME = "authentication.kubernetes.io/node-name";

    private final KubeClient kube;
    private final AgentTokens expected;
    private final AtomicBoolean toldOfMissingRight = new AtomicBoolean();

    TunnelAccess(KubeClient kube, AgentTokens expected) {
        this.kube = kube;
        this.expected = expected;
    }

    /// For tokens that the [JoinEndpoint] issues, one a node.
    static TunnelAccess ofJoinedNodes(KubeClient kube) {
        return new TunnelAccess(
                kube,
                new AgentTokens(
                        "kube-system",
                        "konnectivity-agent",
                        "system:konnectivity-server",
                        AgentTokens.Binding.STRICT));
    }

    @Override
    public AgentIdentity authenticate(AgentHello hello) {
        if (hello.token().isEmpty()) {
            return new AgentIdentity.Refused("the agent sent no token");
        }
        var token = new Secret(hello.token().get().secret());
        return switch (kube.reviewToken(token, List.of(expected.audience()))) {
            case TokenReviewResult.Rejected(String reason) -> new AgentIdentity.Refused(reason);
            case TokenReviewResult.Authenticated known
                    when !known.username().equals(expected.username()) ->
                    new AgentIdentity.Refused(
                            "the token is of %s, not of %s"
                                    .formatted(known.username(), expected.username()));
            case TokenReviewResult.Authenticated known
                    when !known.audiences().contains(expected.audience()) ->
                    new AgentIdentity.Refused(
                            "the token is for the audience %s, not for %s"
                                    .formatted(known.audiences(), expected.audience()));
            case TokenReviewResult.Authenticated known ->
                    identity(known.extra().getOrDefault(NODE_NAME, List.of()));
        };
    }

    private AgentIdentity identity(List<String> nodes) {
        if (nodes.isEmpty()) {
            return AgentIdentity.Accepted.anyNode();
        }
        String node = nodes.getFirst();
        return switch (expected.binding()) {
            case OFF -> AgentIdentity.Accepted.anyNode();
            case STRICT -> node(node, AgentIdentity.Accepted.boundTo(node, addresses(kube, node)));
            case IDENTIFIERS -> identifiersOf(node);
        };
    }

    /// Upstream's account has no right to read nodes, and a deployment made for upstream must go
    /// on.
    private AgentIdentity identifiersOf(String node) {
        try {
            return node(
                    node, AgentIdentity.Accepted.identifiersBoundTo(node, addresses(kube, node)));
        } catch (KubeFailure.Forbidden e) {
            if (!toldOfMissingRight.getAndSet(true)) {
                LOG.warn(
                        "agents are not held to their own nodes' addresses, since nodes cannot be"
                                + " read ({}): allow this server's user to get nodes",
                        e.getMessage());
            }
            return AgentIdentity.Accepted.anyNode();
        }
    }

    private static AgentIdentity node(String node, AgentIdentity.Accepted accepted) {
        boolean known = accepted.node().stream().anyMatch(bound -> !bound.addresses().isEmpty());
        return known
                ? accepted
                : new AgentIdentity.Refused(
                        "the token is bound to node "
                                + node
                                + ", which does not exist or has no address");
    }

    private static Set<String> addresses(KubeClient kube, String node) {
        return kube.find(ObjectRef.cluster(ResourceKind.NODE, node)).stream()
                .map(found -> found.list("status", "addresses"))
                .flatMap(List::stream)
                .map(Map.class::cast)
                .map(address -> String.valueOf(address.get("address")))
                .collect(Collectors.toSet());
    }
}
