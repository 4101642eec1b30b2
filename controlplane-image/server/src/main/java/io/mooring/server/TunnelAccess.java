package io.mooring.server;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
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
import java.util.stream.Collectors;

/// Lets an agent into the tunnel when its token is one of the konnectivity agent's account, and
/// holds it to the node the token is bound to.
///
/// The [JoinEndpoint] issues these tokens, one a node.
final class TunnelAccess implements AgentAuthenticator {

    private static final List<String> AUDIENCE = List.of("system:konnectivity-server");
    private static final String ACCOUNT = "system:serviceaccount:kube-system:konnectivity-agent";
    private static final String NODE_NAME = "authentication.kubernetes.io/node-name";

    private final KubeClient kube;

    TunnelAccess(KubeClient kube) {
        this.kube = kube;
    }

    @Override
    public AgentIdentity authenticate(AgentHello hello) {
        if (hello.token().isEmpty()) {
            return new AgentIdentity.Refused("the agent sent no token");
        }
        var token = new Secret(hello.token().get().secret());
        return switch (kube.reviewToken(token, AUDIENCE)) {
            case TokenReviewResult.Rejected(String reason) -> new AgentIdentity.Refused(reason);
            case TokenReviewResult.Authenticated known when !known.username().equals(ACCOUNT) ->
                    new AgentIdentity.Refused(
                            "the token is of " + known.username() + ", not of " + ACCOUNT);
            case TokenReviewResult.Authenticated known ->
                    boundTo(known.extra().getOrDefault(NODE_NAME, List.of()));
        };
    }

    private AgentIdentity boundTo(List<String> nodes) {
        if (nodes.isEmpty()) {
            return AgentIdentity.Accepted.anyNode();
        }
        String node = nodes.getFirst();
        return kube.find(ObjectRef.cluster(ResourceKind.NODE, node))
                .<AgentIdentity>map(found -> AgentIdentity.Accepted.boundTo(node, addresses(found)))
                .orElseGet(() ->
                        new AgentIdentity.Refused(
                                "the token is bound to node " + node + ", which does not exist"));
    }

    private static Set<String> addresses(KubeObject node) {
        return node.list("status", "addresses").stream()
                .map(Map.class::cast)
                .map(address -> String.valueOf(address.get("address")))
                .collect(Collectors.toSet());
    }
}
