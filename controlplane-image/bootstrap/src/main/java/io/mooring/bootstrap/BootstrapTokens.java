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
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The bootstrap tokens of a cluster: Secrets in `kube-system`, in the form kubeadm and
/// kube-apiserver know.
///
/// Thread-safe. Calls block and fail with a `KubeFailure` if the API does.
public final class BootstrapTokens {
    static final String NAMESPACE = "kube-system";
    static final String TYPE = "bootstrap.kubernetes.io/token";
    private static final String PREFIX = "bootstrap-token-";
    private static final int REMEMBERED = 1024;
    private static final int CLAIM_ATTEMPTS = 5;

    private final KubeClient kube;
    private final Clock clock;
    private final SecureRandom random;
    // guarded by itself; ids alone, oldest first
    private final LinkedHashSet<String> used = new LinkedHashSet<>();

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

    /// Deletes a token.
    ///
    /// @return whether there was such a token
    public boolean delete(String id) {
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
            synchronized (used) {
                return used.contains(shown.id()) ? new TokenCheck.Used() : new TokenCheck.Unknown();
            }
        }
        var expected = TokenInfo.data(secret.get(), "token-secret").orElse("");
        var authenticates =
                TokenInfo.data(secret.get(), "usage-bootstrap-authentication").orElse("");
        if (!equal(expected, shown.secret()) || !authenticates.equals("true")) {
            return new TokenCheck.Unknown();
        }
        var info = TokenInfo.of(secret.get());
        return info.expiredAt(clock.instant())
                ? new TokenCheck.Expired(info.expiry().orElseThrow())
                : new TokenCheck.Valid(info);
    }

    /// Writes down that a single-use token is for this node from now on.
    ///
    /// @return false if it is another node's already, or gone
    boolean claim(String id, String nodeName) {
        for (int attempt = 1; ; attempt++) {
            var secret = read(id);
            if (secret.isEmpty()) {
                return false;
            }
            var owner = TokenInfo.of(secret.get()).claimedBy();
            if (owner.isPresent()) {
                return owner.get().equals(nodeName);
            }
            var annotations = new LinkedHashMap<String, Object>(secret.get().annotations());
            annotations.put(TokenInfo.CLAIMED_BY, nodeName);
            annotations.put(
                    TokenInfo.CLAIMED_AT,
                    clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
            try {
                kube.replace(
                        ResourceKind.SECRET,
                        secret.get().with(annotations, "metadata", "annotations"));
                return true;
            } catch (KubeFailure.Conflict e) {
                if (attempt == CLAIM_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// Deletes a single-use token that has done its work, and remembers its id to answer
    /// [TokenCheck.Used].
    void retire(String id) {
        synchronized (used) {
            used.add(id);
            if (used.size() > REMEMBERED) {
                used.removeFirst();
            }
        }
        delete(id);
    }

    private Optional<KubeObject> read(String id) {
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
        data.put("usage-bootstrap-authentication", "true");
        data.put("usage-bootstrap-signing", "true");
        data.put("auth-extra-groups", String.join(",", request.groups()));
        if (!request.description().isEmpty()) {
            data.put("description", request.description());
        }
        if (!request.ttl().isZero()) {
            var expiry = clock.instant().plus(request.ttl()).truncatedTo(ChronoUnit.SECONDS);
            data.put("expiration", expiry.toString());
        }
        var labels = new LinkedHashMap<String, String>();
        labels.put("app.kubernetes.io/managed-by", "mooring");
        if (request.singleUse()) {
            labels.put(TokenInfo.SINGLE_USE, "true");
        }
        var annotations = new LinkedHashMap<String, String>();
        request.nodeName().ifPresent(name -> annotations.put(TokenInfo.NODE_NAME, name));
        return KubeObject.of(
                ref(token.id()),
                Map.of(
                        "metadata", Map.of("labels", labels, "annotations", annotations),
                        "type", TYPE,
                        "stringData", data));
    }
}
