package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.translate.TokenWish;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// What was written and no watch has told yet. Whoever plans before it is told plans with old
/// knowledge: the same write once more, which the API server refuses, and a pause after that.
///
/// Thread-safe; one key is given by one thread at a time.
final class Unseen {
    /// What of a key is written.
    enum Part {
        TENANT,
        COPY,
        TOKENS
    }

    // an effect that nobody tells: what was written was undone while a watch had lost track
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /// @param before the version that each part had in what it was planned with; empty text for
    ///   none
    private record Written(Map<Part, String> before, long until) {}

    private final Sides sides;
    private final LongSupplier nanoTime;
    private final Map<SyncKey, Written> written = new ConcurrentHashMap<>();

    Unseen(Sides sides, LongSupplier nanoTime) {
        this.sides = sides;
        this.nanoTime = nanoTime;
    }

    /// Notes what of a plan was written.
    ///
    /// @param tenant what it was planned with, as `copy`
    void note(
            SyncKey key,
            Set<Part> parts,
            Optional<KubeObject> tenant,
            Optional<KubeObject> copy,
            List<Action> actions) {
        if (parts.isEmpty()) {
            return;
        }
        var before = new EnumMap<Part, String>(Part.class);
        for (var part : parts) {
            before.put(
                    part,
                    version(
                            switch (part) {
                                case TENANT -> tenant;
                                case COPY -> copy;
                                case TOKENS -> formerTokens(actions);
                            }));
        }
        written.put(key, new Written(before, nanoTime.getAsLong() + LIMIT.toNanos()));
    }

    private static Optional<KubeObject> formerTokens(List<Action> actions) {
        return actions.stream()
                .filter(Action.IssueTokens.class::isInstance)
                .map(Action.IssueTokens.class::cast)
                .findFirst()
                .flatMap(Action.IssueTokens::secret);
    }

    /// How long to wait for the watches before the key is planned; empty if they have told all.
    Optional<Duration> patience(SyncKey key) {
        var last = written.get(key);
        if (last == null) {
            return Optional.empty();
        }
        long left = last.until() - nanoTime.getAsLong();
        boolean behind =
                last.before().entrySet().stream()
                        .anyMatch(part -> isBehind(key, part.getKey(), part.getValue()));
        if (left > 0 && behind) {
            return Optional.of(Duration.ofNanos(left));
        }
        written.remove(key);
        return Optional.empty();
    }

    private boolean isBehind(SyncKey key, Part part, String before) {
        var tenant = sides.tenant(key);
        return switch (part) {
            case TENANT -> version(tenant).equals(before);
            case COPY -> version(sides.copy(key)).equals(before);
            // nobody waits for the tokens of a pod that is gone
            case TOKENS -> tenant.isPresent() && version(tokens(tenant.get())).equals(before);
        };
    }

    private Optional<KubeObject> tokens(KubeObject pod) {
        return sides.host(ResourceKind.SECRET, TokenWish.secretName(pod.uid()));
    }

    private static String version(Optional<KubeObject> object) {
        return object.map(KubeObject::resourceVersion).orElse("");
    }

    boolean isEmpty() {
        return written.isEmpty();
    }
}
