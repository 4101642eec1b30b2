package io.mooring.bootstrap;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// The bootstrap tokens of a cluster: Secrets in `kube-system`, in the form kubeadm and
/// kube-apiserver know.
///
/// Thread-safe. Calls block and fail with a `KubeFailure` if the API does.
public final class BootstrapTokens {
    static final String NAMESPACE = "kube-system";
    static final String TYPE = "bootstrap.kubernetes.io/token";
    private static final String AUTHENTICATES = "usage-bootstrap-authentication";
    private static final String SIGNS = "usage-bootstrap-signing";
    private static final String EXPIRES = "expiration";
    private static final String PREFIX = "bootstrap-token-";
    private static final Duration REMEMBERED = Duration.ofHours(24);
    private static final int WRITE_ATTEMPTS = 5;

    private final KubeClient kube;
    private final Clock clock;
    private final SecureRandom random;

    public BootstrapTokens(KubeClient kube, Clock clock, SecureRandom random) {
        this.kube = kube;
        this.clock = clock;
        this.random = random;
    }

    /// Makes a token. Its secret is in the result and nowhere to be read again but in the cluster.
    public BootstrapToken create(TokenRequest request) {
        var token = BootstrapToken.random(random);
        kube.create(ResourceKind.SECRET, secret(token, request));
        return token;
    }

    public List<TokenInfo> list() {
        var query = ListQuery.namespace(NAMESPACE).fields("type=" + TYPE);
        return kube.list(ResourceKind.SECRET, query).items().stream().map(TokenInfo::of).toList();
    }

    public Optional<TokenInfo> find(String id) {
        return read(id).map(TokenInfo::of);
    }

    /// Deletes a token, and the one that its machine has got for it.
    ///
    /// @return whether there was such a token
    public boolean delete(String id) {
        read(id).map(it -> it.annotations().get(MachineProofs.EXCHANGED_FOR))
                .ifPresent(this::delete);
        return validId(id) && kube.delete(ref(id));
    }

    /// Looks a text up that somebody shows as a token.
    public TokenCheck check(String text) {
        var shown = BootstrapToken.parse(text);
        return shown.isEmpty() ? new TokenCheck.Malformed() : check(shown.get());
    }

    private TokenCheck check(BootstrapToken shown) {
        var secret = read(shown.id());
        if (secret.isEmpty()) {
            return new TokenCheck.Unknown();
        }
        var expected = TokenInfo.data(secret.get(), "token-secret").orElse("");
        if (!equal(expected, shown.secret())) {
            return new TokenCheck.Unknown();
        }
        var info = TokenInfo.of(secret.get());
        if (info.usedAt().isPresent()) {
            return new TokenCheck.Used(info.usedAt().get());
        }
        var authenticates = TokenInfo.data(secret.get(), AUTHENTICATES).orElse("").equals("true");
        if (!authenticates && info.provenBy().isEmpty()) {
            return new TokenCheck.Unknown();
        }
        if (info.expiredAt(clock.instant())) {
            return new TokenCheck.Expired(info.expiry().orElseThrow());
        }
        return info.provenBy().isPresent()
                ? new TokenCheck.Unproven(info)
                : new TokenCheck.Valid(info);
    }

    /// Writes down that a single-use token is for this node from now on.
    ///
    /// @return false if it is another node's already, has been used, or is gone
    boolean claim(String id, String nodeName) {
        return change(
                        id,
                        (secret, info) ->
                                info.claimedBy().isPresent() ? secret : claimed(secret, nodeName))
                .filter(info -> info.usedAt().isEmpty())
                .flatMap(TokenInfo::claimedBy)
                .filter(nodeName::equals)
                .isPresent();
    }

    private KubeObject claimed(KubeObject secret, String nodeName) {
        return annotated(
                secret,
                Map.of(TokenInfo.CLAIMED_BY, nodeName, TokenInfo.CLAIMED_AT, now().toString()));
    }

    /// Ends a single-use token that has done its work. Its Secret lets nobody in from now on, and
    /// stays to answer [TokenCheck.Used], whoever asks, until the token cleaner of
    /// kube-controller-manager finds it expired: when it was to, or in a day.
    void retire(String id) {
        change(id, (secret, info) -> info.usedAt().isPresent() ? secret : used(secret, info));
    }

    private KubeObject used(KubeObject secret, TokenInfo info) {
        var latest = now().plus(REMEMBERED);
        var end = info.expiry().filter(latest::isAfter).orElse(latest);
        return annotated(secret, Map.of(TokenInfo.USED_AT, now().toString()))
                .with(encoded("false"), "data", AUTHENTICATES)
                .with(encoded("false"), "data", SIGNS)
                .with(encoded(end.toString()), "data", EXPIRES);
    }

    /// Writes what becomes of a token's Secret, anew if somebody else wrote it meanwhile.
    ///
    /// @return the token as it is then; empty if there is none
    Optional<TokenInfo> change(String id, BiFunction<KubeObject, TokenInfo, KubeObject> change) {
        for (int attempt = 1; ; attempt++) {
            var secret = read(id);
            if (secret.isEmpty()) {
                return Optional.empty();
            }
            var changed = change.apply(secret.get(), TokenInfo.of(secret.get()));
            if (changed.equals(secret.get())) {
                return Optional.of(TokenInfo.of(changed));
            }
            try {
                kube.replace(ResourceKind.SECRET, changed);
                return Optional.of(TokenInfo.of(changed));
            } catch (KubeFailure.Conflict e) {
                if (attempt == WRITE_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    static KubeObject annotated(KubeObject secret, Map<String, String> more) {
        var annotations = new LinkedHashMap<>(secret.annotations());
        annotations.putAll(more);
        return secret.with(annotations, "metadata", "annotations");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    Optional<KubeObject> read(String id) {
        return validId(id)
                ? kube.find(ref(id)).filter(s -> s.text("type").orElse("").equals(TYPE))
                : Optional.empty();
    }

    private static boolean validId(String id) {
        return id.matches("[a-z0-9]{6}");
    }

    private static ObjectRef ref(String id) {
        return ObjectRef.of(ResourceKind.SECRET, NAMESPACE, PREFIX + id);
    }

    private static boolean equal(String expected, String shown) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    private KubeObject secret(BootstrapToken token, TokenRequest request) {
        var data = new LinkedHashMap<String, String>();
        data.put("token-id", token.id());
        data.put("token-secret", token.secret());
        // kube-apiserver lets nobody in by one whose machine has not proven which it is
        var opens = Boolean.toString(request.provenBy().isEmpty());
        data.put(AUTHENTICATES, opens);
        data.put(SIGNS, opens);
        data.put("auth-extra-groups", String.join(",", request.groups()));
        if (!request.description().isEmpty()) {
            data.put("description", request.description());
        }
        if (!request.ttl().isZero()) {
            var expiry = clock.instant().plus(request.ttl()).truncatedTo(ChronoUnit.SECONDS);
            data.put(EXPIRES, expiry.toString());
        }
        var labels = new LinkedHashMap<String, String>();
        labels.put("app.kubernetes.io/managed-by", "mooring");
        if (request.singleUse()) {
            labels.put(TokenInfo.SINGLE_USE, "true");
        }
        var annotations = new LinkedHashMap<String, String>();
        request.nodeName().ifPresent(name -> annotations.put(TokenInfo.NODE_NAME, name));
        request.provenBy().ifPresent(cloud -> annotations.put(TokenInfo.PROVEN_BY, cloud));
        return KubeObject.of(
                ref(token.id()),
                Map.of(
                        "metadata", Map.of("labels", labels, "annotations", annotations),
                        "type", TYPE,
                        "stringData", data));
    }
}
