package io.mooring.bootstrap;

import io.mooring.identity.Challenge;
import io.mooring.identity.Evidence;
import io.mooring.identity.KeysUnavailable;
import io.mooring.identity.MachineIdentities;
import io.mooring.identity.Unproven;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tokens that only their own machine can use (docs/adr/0016).
///
/// Such a token is a Secret like the others by which kube-apiserver lets nobody in. Its states:
/// made; bound, when its maker has seen which machine came of it; exchanged, when that machine has
/// shown a document of its cloud and has got a token that does let it in. A repeated exchange takes
/// the same key, which the machine draws, and takes back what an earlier one gave; after that token
/// has done its work there is none.
public final class MachineProofs {
    static final String EXCHANGED_FOR = "mooring.io/exchanged-for";
    private static final Logger LOG = LoggerFactory.getLogger(MachineProofs.class);
    private static final String MACHINE = "mooring.io/machine";
    private static final String KEY = "mooring.io/machine-key";
    private static final String PUBLISHED = "mooring-node-identity";
    private static final String CLOUDS = "clouds";
    private static final Duration SHORTEST = Duration.ofMinutes(5);

    /// How an exchange ended.
    sealed interface Exchange {
        record Given(BootstrapToken token) implements Exchange {}

        /// Nothing will change by trying again.
        record Refused(String why) implements Exchange {}

        record NotYet(String why) implements Exchange {}
    }

    private final BootstrapTokens tokens;
    private final MachineIdentities identities;
    private final Clock clock;

    MachineProofs(BootstrapTokens tokens, MachineIdentities identities, Clock clock) {
        this.tokens = tokens;
        this.identities = identities;
        this.clock = clock;
    }

    /// What says in a cluster which clouds' machines have to prove which they are.
    static Applied published(List<String> clouds) {
        return Applied.of(
                ObjectRef.of(ResourceKind.CONFIG_MAP, BootstrapTokens.NAMESPACE, PUBLISHED),
                Map.of("data", Map.of(CLOUDS, String.join(",", clouds))));
    }

    /// Whether the cluster wants machines of this cloud to prove which they are.
    public static boolean wanted(KubeClient kube, String cloud) {
        return kube.find(
                        ObjectRef.of(ResourceKind.CONFIG_MAP, BootstrapTokens.NAMESPACE, PUBLISHED))
                .flatMap(it -> it.text("data", CLOUDS))
                .filter(it -> List.of(it.split(",")).contains(cloud))
                .isPresent();
    }

    /// Says which machine a token was made for. May be repeated; a token that is bound stays as it
    /// is.
    ///
    /// @param machine what the document of its cloud says of that machine and of no other
    /// @return whether it is bound to this machine
    public static boolean bind(BootstrapTokens tokens, String id, Map<String, String> machine) {
        var facts =
                machine.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(it -> it.getKey() + "=" + it.getValue())
                        .collect(Collectors.joining("\n"));
        return tokens.change(
                        id,
                        (secret, _) ->
                                secret.annotations().containsKey(MACHINE)
                                        ? secret
                                        : BootstrapTokens.annotated(secret, Map.of(MACHINE, facts)))
                .flatMap(_ -> tokens.read(id))
                .filter(it -> facts.equals(it.annotations().get(MACHINE)))
                .isPresent();
    }

    /// As [#bind], for whatever was made for this node, has to be proven, and is good; also by
    /// somebody who ended before he had seen the machine.
    public static void bindAll(BootstrapTokens tokens, String node, Map<String, String> machine) {
        tokens.list().stream()
                .filter(it -> it.provenBy().isPresent())
                .filter(it -> it.nodeName().filter(node::equals).isPresent())
                .forEach(it -> bind(tokens, it.id(), machine));
    }

    /// Gives the machine that a token is bound to one that lets it in.
    ///
    /// @param key what the machine has drawn
    Exchange exchange(
            TokenInfo token, String cloud, Evidence evidence, String key, Challenge challenge) {
        var secret = tokens.read(token.id());
        var node = token.nodeName().orElse("");
        var machine = secret.map(MachineProofs::machine).orElse(Map.of());
        if (secret.isEmpty() || machine.isEmpty()) {
            return new Exchange.NotYet(
                    "this token is not bound to a machine yet: whoever makes the machine does that as soon as it sees it");
        }
        try {
            if (!token.provenBy().filter(cloud::equals).isPresent()) {
                return refused(
                        token,
                        "this token is for a machine of "
                                + token.provenBy().orElse("")
                                + ", and the document is of "
                                + cloud,
                        machine);
            }
            identities.require(cloud, evidence, challenge, made(secret.get()), machine);
        } catch (Unproven e) {
            return refused(token, String.valueOf(e.getMessage()), machine);
        } catch (KeysUnavailable e) {
            LOG.warn("token={} node={} {}", token.id(), node, e.getMessage());
            return new Exchange.NotYet(String.valueOf(e.getMessage()));
        }
        return give(token, hash(key), machine);
    }

    private Exchange give(TokenInfo token, String key, Map<String, String> machine) {
        tokens.change(
                token.id(),
                (secret, _) ->
                        secret.annotations().containsKey(KEY)
                                ? secret
                                : BootstrapTokens.annotated(secret, Map.of(KEY, key)));
        var held = tokens.read(token.id());
        if (held.isEmpty() || !key.equals(held.get().annotations().get(KEY))) {
            return refused(
                    token,
                    "this token was used already, with such a document, by somebody else on this machine; if that was not its join, find out who reads its metadata service. Make the machine anew",
                    machine);
        }
        var earlier = Optional.ofNullable(held.get().annotations().get(EXCHANGED_FOR));
        if (earlier.flatMap(tokens::find).flatMap(TokenInfo::usedAt).isPresent()) {
            return refused(token, "this token has been used, and its node has joined", machine);
        }
        earlier.ifPresent(tokens::delete);
        var given = tokens.create(successor(token));
        tokens.change(
                token.id(),
                (secret, _) ->
                        BootstrapTokens.annotated(secret, Map.of(EXCHANGED_FOR, given.id())));
        LOG.info(
                "token={} node={} machine={} proven, goes on with token={}",
                token.id(),
                token.nodeName().orElse(""),
                machine,
                given.id());
        return new Exchange.Given(given);
    }

    private TokenRequest successor(TokenInfo token) {
        var left =
                token.expiry()
                        .map(it -> Duration.between(clock.instant(), it))
                        .filter(it -> it.compareTo(SHORTEST) > 0)
                        .orElse(SHORTEST);
        var request = TokenRequest.defaults().once().ttl(left).describedAs(token.description());
        return token.nodeName().map(request::forNode).orElse(request);
    }

    private static Exchange refused(TokenInfo token, String why, Map<String, String> machine) {
        LOG.warn(
                "token={} node={} machine={} an identity document was refused: {}",
                token.id(),
                token.nodeName().orElse(""),
                machine,
                why);
        return new Exchange.Refused(why);
    }

    private static Map<String, String> machine(KubeObject secret) {
        return Optional.ofNullable(secret.annotations().get(MACHINE)).stream()
                .flatMap(String::lines)
                .map(line -> line.split("=", 2))
                .filter(it -> it.length == 2)
                .collect(Collectors.toMap(it -> it[0], it -> it[1], (a, _) -> a));
    }

    private static Instant made(KubeObject secret) {
        try {
            return Instant.parse(secret.text("metadata", "creationTimestamp").orElse(""));
        } catch (DateTimeException _) {
            return Instant.MAX;
        }
    }

    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
