package io.mooring.kube;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How to delete: with which grace period, what becomes of dependents, and only in which state.
public record DeleteOptions(
        Optional<Integer> gracePeriodSeconds,
        Optional<Propagation> propagation,
        Optional<String> resourceVersion,
        Optional<String> uid) {
    /// What happens to objects owned by the deleted one.
    public enum Propagation {
        BACKGROUND("Background"),
        FOREGROUND("Foreground"),
        ORPHAN("Orphan");

        private final String wire;

        Propagation(String wire) {
            this.wire = wire;
        }
    }

    public static DeleteOptions defaults() {
        return new DeleteOptions(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public DeleteOptions grace(int seconds) {
        return new DeleteOptions(Optional.of(seconds), propagation, resourceVersion, uid);
    }

    public DeleteOptions propagation(Propagation kind) {
        return new DeleteOptions(gracePeriodSeconds, Optional.of(kind), resourceVersion, uid);
    }

    /// Deletes the object as it was read only; one that has changed since is a
    /// [KubeFailure.Conflict].
    public DeleteOptions unchangedSince(KubeObject read) {
        return new DeleteOptions(
                gracePeriodSeconds, propagation, Optional.of(read.resourceVersion()), uid);
    }

    /// Deletes this object only; another of the same name is a [KubeFailure.Conflict].
    public DeleteOptions same(KubeObject read) {
        return new DeleteOptions(
                gracePeriodSeconds, propagation, resourceVersion, Optional.of(read.uid()));
    }

    Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("apiVersion", "v1");
        body.put("kind", "DeleteOptions");
        gracePeriodSeconds.ifPresent(s -> body.put("gracePeriodSeconds", s));
        propagation.ifPresent(p -> body.put("propagationPolicy", p.wire));
        var preconditions = new LinkedHashMap<String, Object>();
        resourceVersion.ifPresent(v -> preconditions.put("resourceVersion", v));
        uid.ifPresent(u -> preconditions.put("uid", u));
        if (!preconditions.isEmpty()) {
            body.put("preconditions", preconditions);
        }
        return body;
    }
}
