package io.mooring.server;

import java.time.Duration;
import java.time.Instant;

/// How long to wait before a process is started again. Doubles from 100 ms to 15 s and starts anew after a minute of health.
///
/// Immutable: [#failed] gives the next one.
record Backoff(int failures, Instant lastStart) {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final Duration HEALTHY = Duration.ofMinutes(1);
    private static final int DOUBLINGS = 8;

    static Backoff fresh(Instant now) {
        return new Backoff(0, now);
    }

    Backoff started(Instant now) {
        return new Backoff(failures, now);
    }

    Backoff failed(Instant now) {
        boolean lived = Duration.between(lastStart, now).compareTo(HEALTHY) >= 0;
        return new Backoff(lived ? 1 : failures + 1, lastStart);
    }

    Duration delay() {
        if (failures == 0) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
