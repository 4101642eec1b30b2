package io.mooring.autoscaler.controller;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Waits until no more pods come, but not for long, so that pods that come together share machines.
final class Batch {

    private final Settings settings;
    private final Set<String> seen = new HashSet<>();
    private @Nullable Instant first;
    private Instant last = Instant.MIN;

    Batch(Settings settings) {
        this.settings = settings;
    }

    /// When the pods there are may be looked at; null where there is none that is new.
    @Nullable Instant ripe(Set<String> pods, Instant now) {
        seen.retainAll(pods);
        if (seen.addAll(pods)) {
            first = first == null ? now : first;
            last = now;
        }
        if (first == null) {
            return null;
        }
        Instant idle = last.plus(settings.batchIdle());
        Instant most = first.plus(settings.batchMost());
        return idle.isBefore(most) ? idle : most;
    }

    void taken() {
        first = null;
    }
}
