package io.mooring.nodes;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// All calls that this process makes to one account of a cloud go through it, so that they are no
/// more than that account may make: those of a lane as they came, at a rate that is learnt from
/// refusals. Thread-safe.
public final class Gate {

    private final String cloud;
    private final Pace pace;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentHashMap<Lane, Turnstile> lanes = new ConcurrentHashMap<>();

    /// @param cloud its name for people
    public Gate(String cloud, Pace pace) {
        this.cloud = cloud;
        this.pace = pace;
    }

    /// The name of the cloud for people.
    String cloud() {
        return cloud;
    }

    /// The number of a call: one that goes again comes before those that came after it.
    long number() {
        return numbers.incrementAndGet();
    }

    /// Waits until the call of that number may go.
    ///
    /// @param attempt what is being done, as in "making machine shop/web-0"
    /// @throws Refused with [Refusal.Throttled] where that would take too long
    Passage enter(Lane lane, long number, String attempt) {
        Turnstile turnstile = lanes.computeIfAbsent(lane, it -> new Turnstile(cloud, it, pace));
        return new Passage(turnstile, turnstile.enter(number, attempt));
    }

    /// A call under way. Closed by the thread that makes it, when that is back.
    static final class Passage implements AutoCloseable {

        private final Turnstile turnstile;
        private final Instant went;
        private Optional<Refusal.Throttled> refusal = Optional.empty();

        private Passage(Turnstile turnstile, Instant went) {
            this.turnstile = turnstile;
            this.went = went;
        }

        /// It was one too many.
        void refused(Refusal.Throttled how) {
            refusal = Optional.of(how);
        }

        @Override
        public void close() {
            refusal.ifPresentOrElse(
                    it -> turnstile.refused(went, it.retryAfter()), () -> turnstile.answered(went));
        }
    }
}
