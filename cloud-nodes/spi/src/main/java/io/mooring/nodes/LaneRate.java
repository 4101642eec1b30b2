package io.mooring.nodes;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How fast calls of a lane may go: a bucket of tokens, as clouds have, that learns how fast its
/// cloud fills theirs. Does nothing by itself; guarded by its [Turnstile].
///
///     open    --refused--> probing   three tenths slower; the lane is closed for as long as the cloud
///                                    said, else for longer each time
///     probing --refused--> probing   no slower: that says nothing of the rate
///     probing --answered-> open
///
/// After a refusal the rate comes back to what was refused in a minute of calls, fast at first, stays
/// about there for some time, and then goes on to grow faster and faster. Only time counts in which
/// calls came as fast as they were let, since only that tries a rate.
final class LaneRate {

    private static final double NANOS = 1e9;
    private static final double CUT = 0.3;

    /// So far below what was refused the next plateau is: a rate is refused when it was too high
    /// for some time.
    private static final double PLATEAU = 0.95;

    private static final double PLATEAU_SECONDS = 60;
    private static final double MOST_GROWTH = 4;
    private static final double LEAST_A_SECOND = 1.0 / 60;
    private static final double GAP_SECONDS = 1;

    private double plateau;
    private double triedSeconds = PLATEAU_SECONDS;
    private double most;
    private double tokens;
    private Instant filled;
    private Instant opens;
    private Instant slowed = Instant.MIN;
    private int refusals;

    LaneRate(Lane lane, Instant now) {
        this.plateau = lane.perSecond();
        this.most = lane.atOnce();
        this.tokens = most;
        this.filled = now;
        this.opens = now;
    }

    double perSecond() {
        double from = (triedSeconds - PLATEAU_SECONDS) / PLATEAU_SECONDS;
        return Math.max(
                LEAST_A_SECOND, plateau * (1 + CUT * Math.min(MOST_GROWTH, from * from * from)));
    }

    /// How long until the next call may go; zero if it may now.
    Duration delay(Instant now) {
        if (now.isBefore(opens)) {
            return Duration.between(now, opens);
        }
        double missing = 1 - filledAt(now);
        return missing <= 0
                ? Duration.ZERO
                : Duration.ofNanos((long) Math.ceil(missing / perSecond() * NANOS) + 1);
    }

    private double filledAt(Instant now) {
        return Math.min(most, tokens + seconds(filled, now) * perSecond());
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / NANOS;
    }

    /// A call goes.
    ///
    /// @param wasHeld whether it would have gone before, had it been let
    void take(Instant now, boolean wasHeld) {
        double there = filledAt(now);
        if (wasHeld) {
            triedSeconds += Math.min(GAP_SECONDS, seconds(filled, now));
        }
        tokens = there - 1;
        filled = now;
    }

    /// A call that went then was one too many.
    ///
    /// @param after when the cloud said to come back
    /// @param else for how long nobody calls where it did not say
    void refused(Instant went, Instant now, Optional<Duration> after, Duration orElse) {
        Instant until = now.plus(after.orElse(orElse));
        opens = until.isAfter(opens) ? until : opens;
        if (!went.isAfter(slowed)) {
            // one of those that went together
            return;
        }
        if (refusals == 0) {
            plateau = PLATEAU * perSecond();
            triedSeconds = 0;
        }
        refusals++;
        slowed = now;
        most = 1;
        tokens = 0;
        filled = now;
    }

    /// How often it was refused since a call was last answered.
    int refusals() {
        return refusals;
    }

    /// A call that went then was none too many.
    void answered(Instant went) {
        if (refusals > 0 && went.isAfter(slowed)) {
            refusals = 0;
            most = Math.max(1, perSecond());
        }
    }
}
