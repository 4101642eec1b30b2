package io.mooring.bootstrap;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import io.mooring.kube.Watch;
import io.mooring.kube.WatchHandler;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Retires single-use tokens once the node they let in has registered.
///
/// A node registers with the certificate it got for its token, so a node that came up after the
/// claim is the proof that the token has done its work. Close it to stop.
public final class TokenJanitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TokenJanitor.class);

    private record Claim(String tokenId, Instant at) {}

    private final BootstrapTokens tokens;
    // both by node name
    private final Map<String, Claim> claims = new ConcurrentHashMap<>();
    private final Map<String, KubeObject> nodes = new ConcurrentHashMap<>();
    private final Watch tokenWatch;
    private final Watch nodeWatch;

    private TokenJanitor(KubeClient kube, BootstrapTokens tokens) {
        this.tokens = tokens;
        var singleUse =
                ListQuery.namespace(BootstrapTokens.NAMESPACE)
                        .fields("type=" + BootstrapTokens.TYPE)
                        .labels(TokenInfo.SINGLE_USE + "=true");
        this.tokenWatch = kube.watch(ResourceKind.SECRET, singleUse, new Claims());
        this.nodeWatch = kube.watch(ResourceKind.NODE, ListQuery.all(), new Nodes());
    }

    public static TokenJanitor start(KubeClient kube, BootstrapTokens tokens) {
        return new TokenJanitor(kube, tokens);
    }

    @Override
    public void close() {
        tokenWatch.close();
        nodeWatch.close();
    }

    private void settle(String node) {
        var claim = claims.get(node);
        var object = nodes.get(node);
        if (claim != null && object != null && cameAfter(object, claim.at())) {
            tokens.retire(claim.tokenId());
            claims.remove(node, claim);
            LOG.info("token={} node={} used", claim.tokenId(), node);
        }
    }

    /// A token is never claimed for a node that is ready, so one that is ready now has become so
    /// since.
    private static boolean cameAfter(KubeObject node, Instant claimed) {
        return ClusterFacts.ready(node)
                || node.text("metadata", "creationTimestamp")
                        .flatMap(TokenJanitor::instant)
                        .filter(created -> !created.isBefore(claimed))
                        .isPresent();
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private final class Claims implements WatchHandler {
        @Override
        public void present(KubeObject secret) {
            var info = TokenInfo.of(secret);
            var at = Optional.ofNullable(secret.annotations().get(TokenInfo.CLAIMED_AT));
            if (info.usedAt().isPresent()) {
                gone(secret);
            } else if (info.claimedBy().isPresent()) {
                var node = info.claimedBy().get();
                var time = at.flatMap(TokenJanitor::instant).orElse(Instant.EPOCH);
                claims.put(node, new Claim(info.id(), time));
                settle(node);
            }
        }

        @Override
        public void gone(KubeObject secret) {
            claims.values().removeIf(c -> secret.name().endsWith("-" + c.tokenId()));
        }
    }

    private final class Nodes implements WatchHandler {
        @Override
        public void present(KubeObject node) {
            nodes.put(node.name(), slim(node));
            settle(node.name());
        }

        @Override
        public void gone(KubeObject node) {
            nodes.remove(node.name());
        }
    }

    /// What [#cameAfter] looks at; thousands of whole nodes would fill the heap.
    private static KubeObject slim(KubeObject node) {
        var conditions =
                ClusterFacts.ready(node)
                        ? java.util.List.of(Map.of("type", "Ready", "status", "True"))
                        : java.util.List.of();
        return new KubeObject(
                Map.of(
                        "metadata",
                        Map.of(
                                "creationTimestamp",
                                node.text("metadata", "creationTimestamp").orElse("")),
                        "status",
                        Map.of("conditions", conditions)));
    }
}
