package io.mooring.nodes.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Takes so many calls at once and so many a second, as clouds do: a bucket of tokens that fills by
/// itself. Thread-safe.
public final class RateLimit {

    private static final double NANOS = 1e9;

    private final double burst;
    private final double perSecond;
    private final InstantSource time;
    // guarded by this
    private double tokens;
    // guarded by this
    private Instant filled;
    // guarded by this
    private int refused;

    public RateLimit(double burst, double perSecond, InstantSource time) {
        this.burst = Math.max(1, burst);
        this.perSecond = perSecond;
        this.time = time;
        this.tokens = this.burst;
        this.filled = time.instant();
    }

    /// Whether one more call is too many now.
    public synchronized boolean refuses() {
        Instant now = time.instant();
        double since = Duration.between(filled, now).toNanos() / NANOS;
        tokens = Math.min(burst, tokens + since * perSecond);
        filled = now;
        if (tokens < 1) {
            refused++;
            return true;
        }
        tokens--;
        return false;
    }

    /// How many calls were too many so far.
    public synchronized int refused() {
        return refused;
    }
}
