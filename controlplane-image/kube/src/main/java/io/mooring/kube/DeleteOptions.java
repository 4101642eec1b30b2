package io.mooring.kube;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How to delete: with which grace period, and what becomes of dependents.
public record DeleteOptions(
        Optional<Integer> gracePeriodSeconds, Optional<Propagation> propagation) {
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
        return new DeleteOptions(Optional.empty(), Optional.empty());
    }

    public DeleteOptions grace(int seconds) {
        return new DeleteOptions(Optional.of(seconds), propagation);
    }

    public DeleteOptions propagation(Propagation kind) {
        return new DeleteOptions(gracePeriodSeconds, Optional.of(kind));
    }

    Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        body.put("apiVersion", "v1");
        body.put("kind", "DeleteOptions");
        gracePeriodSeconds.ifPresent(s -> body.put("gracePeriodSeconds", s));
        propagation.ifPresent(p -> body.put("propagationPolicy", p.wire));
        return body;
    }
}
