package io.mooring.nodes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/// Time that passes when somebody waits, and only then.
public final class PassingTime {

    // guarded by this
    private Instant now = Instant.now();
    // guarded by this
    private Duration waited = Duration.ZERO;

    /// A pace for a provider that is tested.
    public Pace pace() {
        return pace(() -> false);
    }

    /// A pace for a provider whose process may die: then it waits no more, nor does anything else.
    public Pace pace(BooleanSupplier isDead) {
        return new Pace(
                clock(),
                time -> {
                    if (isDead.getAsBoolean()) {
                        throw new InterruptedException("killed");
                    }
                    pass(time);
                },
                new SplittableRandom(1));
    }

    public synchronized void pass(Duration time) {
        now = now.plus(time);
        waited = waited.plus(time);
    }

    /// How long was waited so far.
    public synchronized Duration waited() {
        return waited;
    }

    public synchronized Instant now() {
        return now;
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now();
            }
        };
    }
}
