package io.mooring.nodes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Time, as providers' retries and waits use it: real, or passing only when somebody waits.
public final class Pace {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final int DOUBLINGS = 5;

    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    public Pace(Clock clock, Sleeper sleeper, RandomGenerator random) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
    }

    /// Lets time pass.
    public interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    public static Pace real() {
        return new Pace(Clock.systemUTC(), Thread::sleep, RandomGenerator.of("L64X128MixRandom"));
    }

    public Instant now() {
        return clock.instant();
    }

    public void pause(Duration time) {
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(
                    "interrupted while waiting for the cloud; run again to go on", e);
        }
    }

    /// Waits before the next attempt: longer each time, and not in step with others.
    public void backOff(int attempt) {
        pause(backOffTime(attempt));
    }

    /// How long [#backOff] waits.
    Duration backOffTime(int attempt) {
        Duration most = FIRST.multipliedBy(1L << Math.min(attempt, DOUBLINGS));
        Duration bounded = most.compareTo(LONGEST) < 0 ? most : LONGEST;
        return Duration.ofMillis(random.nextLong(bounded.toMillis() / 2, bounded.toMillis() + 1));
    }
}
