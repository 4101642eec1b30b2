package io.mooring.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets the calls of a lane go one after the other, those first that came first, as fast as
/// [LaneRate] has it and only so many at once. Whoever waits may be interrupted. Thread-safe.
final class Turnstile {

    private static final int MOST_AT_ONCE = 20;
    private static final Duration LONGEST_TURN = Duration.ofMinutes(10);

    /// Longer nobody is held here: he is told to come back.
    private static final Duration LONGEST_CLOSED = Duration.ofMinutes(1);

    private final String cloud;
    private final Lane lane;
    private final Pace pace;
    private final ReentrantLock lock = new ReentrantLock();

    // guarded by lock
    private final PriorityQueue<Waiter> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Waiter::number));
    // guarded by lock
    private final LaneRate rate;
    // guarded by lock
    private int under;

    Turnstile(String cloud, Lane lane, Pace pace) {
        this.cloud = cloud;
        this.lane = lane;
        this.pace = pace;
        this.rate = new LaneRate(lane, pace.now());
    }

    private record Waiter(long number, Condition changed) {}

    /// Waits until the call of that number may go.
    ///
    /// @return when it went
    Instant enter(long number, String attempt) {
        lock.lock();
        try {
            var self = new Waiter(number, lock.newCondition());
            waiting.add(self);
            try {
                boolean wasHeld = awaitTurn(self, attempt);
                Instant now = pace.now();
                rate.take(now, wasHeld);
                under++;
                return now;
            } finally {
                waiting.remove(self);
                wakeFirst();
            }
        } finally {
            lock.unlock();
        }
    }

    /// @return whether it was held by the rate, and not by others alone
    private boolean awaitTurn(Waiter self, String attempt) {
        boolean held = false;
        long left = LONGEST_TURN.toNanos();
        while (true) {
            Duration wait = rate.delay(pace.now());
            if (wait.compareTo(LONGEST_CLOSED) > 0) {
                throw new Refused(
                        attempt,
                        new Refusal.Throttled(
                                "%s takes no %s for %d s".formatted(cloud, lane, wait.toSeconds()),
                                Optional.of(wait)));
            }
            if (waiting.peek() != self || under >= MOST_AT_ONCE) {
                left = awaitChange(self, left);
                if (left <= 0) {
                    throw new Refused(
                            attempt,
                            new Refusal.Throttled(
                                    "%d other %s of %s came first"
                                            .formatted(waiting.size() - 1, lane, cloud),
                                    Optional.empty()));
                }
            } else if (wait.isZero()) {
                return held;
            } else {
                held = true;
                pause(wait);
            }
        }
    }

    private long awaitChange(Waiter self, long nanos) {
        try {
            return self.changed().awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure(
                    "interrupted while waiting for a turn at " + cloud + "; run again to go on", e);
        }
    }

    private void pause(Duration wait) {
        lock.unlock();
        try {
            pace.pause(wait);
        } finally {
            lock.lock();
        }
    }

    private void wakeFirst() {
        Waiter first = waiting.peek();
        if (first != null) {
            first.changed().signal();
        }
    }

    /// A call that went then has come back.
    void answered(Instant went) {
        lock.lock();
        try {
            rate.answered(went);
            leave();
        } finally {
            lock.unlock();
        }
    }

    /// A call that went then has come back as one too many.
    void refused(Instant went, Optional<Duration> after) {
        lock.lock();
        try {
            rate.refused(went, pace.now(), after, pace.backOffTime(rate.refusals() + 1));
            leave();
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        under--;
        wakeFirst();
    }
}
