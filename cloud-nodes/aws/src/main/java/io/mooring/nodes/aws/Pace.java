package io.mooring.nodes.aws;

import io.mooring.nodes.ProviderFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Time, as retries and waits use it.
final class Pace {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final int DOUBLINGS = 5;

    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    Pace(Clock clock, Sleeper sleeper, RandomGenerator random) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
    }

    /// Lets time pass.
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    static Pace real() {
        return new Pace(Clock.systemUTC(), Thread::sleep, RandomGenerator.of("L64X128MixRandom"));
    }

    Instant now() {
        return clock.instant();
    }

    void pause(Duration time) {
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure("interrupted while waiting for AWS; run again to go on", e);
        }
    }

    /// Waits before the next attempt: longer each time, and not in step with others.
    void backOff(int attempt) {
        Duration most = FIRST.multipliedBy(1L << Math.min(attempt, DOUBLINGS));
        Duration bounded = most.compareTo(LONGEST) < 0 ? most : LONGEST;
        pause(Duration.ofMillis(random.nextLong(bounded.toMillis() / 2, bounded.toMillis() + 1)));
    }
}
