package io.mooring.autoscaler.disruption;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Claims that pods are expected on; left alone for a while. Owned by the controller's thread.
public final class Nominations {

    private final Map<String, Instant> until = new HashMap<>();

    public void add(String claim, Instant end) {
        until.merge(claim, end, (a, b) -> a.isAfter(b) ? a : b);
    }

    public void expire(Instant now) {
        until.values().removeIf(end -> !end.isAfter(now));
    }

    /// When the first of them may be looked at again: nothing else may happen then that would say
    /// so.
    public Instant next(Instant otherwise) {
        return until.values().stream().min(Instant::compareTo).orElse(otherwise);
    }

    boolean has(String claim) {
        return until.containsKey(claim);
    }
}
