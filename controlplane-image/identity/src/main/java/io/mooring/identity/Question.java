package io.mooring.identity;

import java.time.Duration;
import java.time.Instant;

/// When a document is shown, and for what.
///
/// @param since when the token was made that is shown with it: no machine of it is older
record Question(Challenge challenge, Instant since, Instant now) {

    /// By how much the clocks of a cloud and of this control plane may differ.
    static final Duration CLOCKS = Duration.ofMinutes(5);

    /// @param what that has happened then, for the message
    /// @throws Unproven if that was before the token was made, or has not been yet
    void requireRecent(Instant time, String what) {
        if (time.isBefore(since.minus(CLOCKS))) {
            throw new Unproven(
                    "%s at %s, before the join token was made at %s".formatted(what, time, since));
        }
        if (time.isAfter(now.plus(CLOCKS))) {
            throw new Unproven(
                    "%s at %s, which is yet to come: it is %s here; check the clocks"
                            .formatted(what, time, now));
        }
    }

    /// @throws Unproven if that is over
    void requireBefore(Instant end) {
        if (now.isAfter(end.plus(CLOCKS))) {
            throw new Unproven("the identity document has expired at %s".formatted(end));
        }
    }
}
