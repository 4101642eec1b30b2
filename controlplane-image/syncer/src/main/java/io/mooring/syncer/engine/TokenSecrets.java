package io.mooring.syncer.engine;

import io.mooring.kube.IssuedToken;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Keys;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.translate.Settings;
import io.mooring.syncer.translate.TokenWish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The secrets beside the copies of pods, in which the tokens of the tenant's API lie that pods
/// want to have as files. Each is one pod's, known by its uid; it is made when the copy is there,
/// which waits for it as any pod does, renewed when four fifths of its life are over, and goes with
/// the pod. Thread-safe.
final class TokenSecrets {
    private static final String RENEW = Keys.DOMAIN + "/renew-at";
    private static final Duration NONE = Duration.ofDays(1);

    private final Settings settings;
    private final InstantSource clock;
    // guarded by this
    private final Map<SyncKey, Set<String>> names = new HashMap<>();

    TokenSecrets(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /// The pod whose tokens lie in the host's secret; empty if it is no such secret.
    Optional<SyncKey> pod(KubeObject secret) {
        var told = secret.annotations();
        boolean ours =
                settings.names().cluster().equals(secret.labels().get(Marks.CLUSTER))
                        && told.containsKey(RENEW)
                        && secret.name()
                                .equals(
                                        TokenWish.secretName(
                                                told.getOrDefault(Marks.OBJECT_UID, "")));
        return ours
                ? Optional.of(
                        new SyncKey(
                                ResourceKind.POD,
                                told.getOrDefault(Marks.OBJECT_NAMESPACE, ""),
                                told.getOrDefault(Marks.OBJECT_NAME, "")))
                : Optional.empty();
    }

    /// What is kept in memory of a secret of the host: of one with tokens, which there are, and not
    /// themselves.
    KubeObject kept(KubeObject secret) {
        if (pod(secret).isEmpty()) {
            return secret;
        }
        var data = new TreeMap<String, Object>();
        secret.map("data").keySet().forEach(key -> data.put(key, ""));
        return secret.with(data, "data");
    }

    /// Notes what the host has now in the place of what it had, each null for nothing.
    ///
    /// @return the pods that it is about
    Set<SyncKey> changed(@Nullable KubeObject old, @Nullable KubeObject now) {
        var pods = new HashSet<SyncKey>();
        if (old != null) {
            pod(old).ifPresent(pod -> {
                gone(pod, old.name());
                pods.add(pod);
            });
        }
        if (now != null) {
            pod(now).ifPresent(pod -> {
                present(pod, now.name());
                pods.add(pod);
            });
        }
        return pods;
    }

    private synchronized void present(SyncKey pod, String name) {
        names.computeIfAbsent(pod, _ -> new HashSet<>()).add(name);
    }

    private synchronized void gone(SyncKey pod, String name) {
        names.computeIfPresent(
                pod,
                (_, all) -> {
                    all.remove(name);
                    return all.isEmpty() ? null : all;
                });
    }

    private synchronized Set<String> names(SyncKey pod) {
        return Set.copyOf(names.getOrDefault(pod, Set.of()));
    }

    /// What to do about the tokens of a pod, before anything else is done about it.
    ///
    /// @param runs whether the pod has a copy, or is to get one
    List<Action> plan(
            SyncKey key,
            Optional<KubeObject> pod,
            boolean runs,
            Function<String, Optional<KubeObject>> secrets) {
        var actions = new ArrayList<Action>();
        var own = pod.map(p -> TokenWish.secretName(p.uid())).orElse("");
        for (var name : names(key)) {
            if (!name.equals(own)) {
                secrets.apply(name).ifPresent(old -> actions.add(new Action.DeleteTokens(old)));
            }
        }
        var wishes = pod.map(TokenWish::of).orElse(List.of());
        if (runs && !wishes.isEmpty()) {
            var secret = secrets.apply(own);
            var left = secret.map(s -> left(s, wishes)).orElse(Duration.ZERO);
            actions.add(
                    left.isPositive()
                            ? new Action.LookAgain(left)
                            : new Action.IssueTokens(pod.orElseThrow(), secret, wishes));
        }
        return actions;
    }

    /// How long the secret is good for the wishes; not at all if one is missing.
    private Duration left(KubeObject secret, List<TokenWish> wishes) {
        if (!secret.map("data")
                .keySet()
                .containsAll(wishes.stream().map(TokenWish::key).toList())) {
            return Duration.ZERO;
        }
        try {
            var renew = Instant.parse(secret.annotations().getOrDefault(RENEW, ""));
            return Duration.between(clock.instant(), renew);
        } catch (DateTimeParseException _) {
            return Duration.ZERO;
        }
    }

    /// The secret of the pod's tokens.
    KubeObject secret(KubeObject pod, Map<TokenWish, IssuedToken> tokens) {
        var now = clock.instant();
        var data = new TreeMap<String, Object>();
        var life = NONE;
        for (var entry : tokens.entrySet()) {
            var issued = entry.getValue();
            var bytes = issued.token().value().getBytes(StandardCharsets.UTF_8);
            data.put(entry.getKey().key(), Base64.getEncoder().encodeToString(bytes));
            var left = Duration.between(now, issued.expiry());
            life = left.compareTo(life) < 0 ? left : life;
        }
        var annotations = new LinkedHashMap<String, Object>(Marks.annotations(pod));
        annotations.put(RENEW, now.plus(life.multipliedBy(4).dividedBy(5)).toString());
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("labels", Marks.labels(settings.names(), pod.namespace()));
        metadata.put("annotations", annotations);
        if (!settings.owner().isEmpty()) {
            metadata.put("ownerReferences", List.of(settings.owner()));
        }
        var ref =
                ObjectRef.of(
                        ResourceKind.SECRET,
                        settings.names().hostNamespace(),
                        TokenWish.secretName(pod.uid()));
        return KubeObject.of(ref, Map.of("metadata", metadata, "type", "Opaque", "data", data));
    }
}
