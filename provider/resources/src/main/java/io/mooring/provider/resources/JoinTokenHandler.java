package io.mooring.provider.resources;

import io.mooring.bootstrap.BootstrapToken;
import io.mooring.bootstrap.BootstrapTokens;
import io.mooring.bootstrap.TokenInfo;
import io.mooring.bootstrap.TokenRequest;
import io.mooring.kube.KubeFailure;
import io.mooring.provider.core.CheckContext;
import io.mooring.provider.core.Checked;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PropertyFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.ResourceHandler;
import io.mooring.provider.core.Value;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Makes and removes join tokens. The id of one is the public part of the token.
final class JoinTokenHandler implements ResourceHandler {

    private final Clusters clusters;
    private final SecureRandom random = new SecureRandom();

    JoinTokenHandler(Clusters clusters) {
        this.clusters = clusters;
    }

    @Override
    public Checked check(ObjectValue inputs, CheckContext context) {
        List<PropertyFailure> failures =
                inputs
                        .text("ttl")
                        .filter(ttl -> Ttl.parse(ttl).isEmpty())
                        .map(ttl ->
                                new PropertyFailure(
                                        "ttl",
                                        "\"%s\" is no duration; write it as in 24h, 30m or 1h30m, or 0 for ever"
                                                .formatted(ttl)))
                        .stream()
                        .toList();
        return new Checked(inputs, failures);
    }

    @Override
    public Created create(ObjectValue inputs, OperationContext context) {
        var connection = ClusterConnection.of(inputs.requireObject("cluster"));
        String attempt = "making a join token for " + connection;
        Duration ttl = Ttl.parse(inputs.requireText("ttl")).orElse(TokenRequest.DEFAULT_TTL);
        try {
            var request = TokenRequest.defaults().ttl(ttl);
            request = inputs.flag("singleUse") ? request.once() : request;
            request = inputs.text("nodeName").map(request::forNode).orElse(request);
            request = inputs.text("description").map(request::describedAs).orElse(request);
            BootstrapToken token = tokens(connection, context).create(request);
            Optional<Instant> expiry =
                    ttl.isZero()
                            ? Optional.empty()
                            : Optional.of(
                                    context.clock()
                                            .instant()
                                            .plus(ttl)
                                            .truncatedTo(ChronoUnit.SECONDS));
            return new Created(token.id(), outputs(connection, token, expiry));
        } catch (KubeFailure | IllegalArgumentException e) {
            throw Failures.nothingMade(attempt, e);
        }
    }

    private BootstrapTokens tokens(ClusterConnection connection, OperationContext context) {
        return new BootstrapTokens(clusters.client(connection), context.clock(), random);
    }

    private static ObjectValue outputs(
            ClusterConnection connection, BootstrapToken token, Optional<Instant> expiry) {
        String command =
                "kubeadm join %s --token %s --discovery-token-ca-cert-hash %s"
                        .formatted(
                                connection.endpoint().replaceFirst("^https://", ""),
                                token.value(),
                                connection.caCertHash());
        var outputs =
                ObjectValue.builder()
                        .put("tokenId", token.id())
                        .put("token", Value.secret(token.value()))
                        .put("joinCommand", Value.secret(command));
        expiry.ifPresent(at -> outputs.put("expiresAt", at.toString()));
        return outputs.build();
    }

    @Override
    public ReadOutcome read(Existing old, OperationContext context) {
        if (old.isImport()) {
            throw new ResourceFailure(
                    "importing join token %s: a token's secret cannot be read back; make a new one"
                            .formatted(old.id()));
        }
        var kept =
                new ReadOutcome.Found(
                        old.id(), old.inputs(), Outputs.kept(JoinTokenType.TYPE, old));
        var connection = ClusterConnection.of(old.inputs().requireObject("cluster"));
        try {
            Optional<TokenInfo> info = tokens(connection, context).find(old.id());
            boolean good = info.filter(i -> i.goodAt(context.clock().instant())).isPresent();
            return good ? kept : new ReadOutcome.Gone();
        } catch (KubeFailure.Unavailable | KubeFailure.Timeout _) {
            context.progress().say("cannot look: " + connection + " does not answer");
            return kept;
        } catch (KubeFailure e) {
            throw Failures.nothingMade("looking at join token " + old.id(), e);
        }
    }

    @Override
    public ObjectValue update(Existing old, ObjectValue inputs, OperationContext context) {
        // All that can change in place is the way to the cluster, which is not the token's.
        return Outputs.kept(JoinTokenType.TYPE, old);
    }

    @Override
    public void delete(Existing old, OperationContext context) {
        var connection = ClusterConnection.of(old.inputs().requireObject("cluster"));
        try {
            tokens(connection, context).delete(old.id());
        } catch (KubeFailure.Unavailable | KubeFailure.Timeout | KubeFailure.Forbidden _) {
            // A cluster that is gone, or was made anew, has no such token; one that is down lets it
            // expire.
            context.progress().say("left to expire: " + connection + " does not answer");
        } catch (KubeFailure e) {
            throw Failures.nothingMade("deleting join token " + old.id(), e);
        }
    }
}
