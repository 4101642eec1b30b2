package io.mooring.provider.core;

import java.time.Duration;
import java.util.function.Supplier;

/// Waits for something of the outside world to become ready, telling the user what is missing.
public final class Await {
    private final OperationContext context;
    private final Duration limit;
    private final Duration pause;

    /// Waits under the user's timeout, or `usual`, and looks again after each pause.
    public Await(OperationContext context, Duration usual, Duration pause) {
        this.context = context;
        this.limit = context.timeoutOr(usual);
        this.pause = pause;
    }

    /// What one look showed.
    public sealed interface Look<T> {
        /// It is ready.
        record Ready<T>(T value) implements Look<T> {}

        /// It is not ready: what is missing, in words for the user.
        record Waiting<T>(String forWhat) implements Look<T> {}
    }

    /// Looks until ready.
    ///
    /// @param goal what is waited for, as in "control plane demo to answer"
    /// @throws OperationCancelled when the user stops the run
    /// @throws OperationTimedOut when the time is over
    public <T> T until(String goal, Supplier<Look<T>> look) {
        var deadline = context.clock().instant().plus(limit);
        while (true) {
            var seen = look.get();
            if (seen instanceof Look.Ready<T>(var value)) {
                return value;
            }
            var missing = seen instanceof Look.Waiting<T>(var forWhat) ? forWhat : "";
            context.progress().say(missing);
            if (!context.clock().instant().isBefore(deadline)) {
                throw new OperationTimedOut(
                        "waiting for %s: not ready after %s; last seen: %s. Look into that, or give it more time with the custom timeout of this resource, then run again"
                                .formatted(goal, words(limit), missing));
            }
            if (!context.cancellation().sleepUnlessCancelled(pause)) {
                throw new OperationCancelled(
                        "waiting for %s: stopped by the user; last seen: %s. Run again to go on"
                                .formatted(goal, missing));
            }
        }
    }

    private static String words(Duration time) {
        return time.toMinutesPart() == 0 && time.toHours() == 0
                ? time.toSeconds() + " s"
                : time.toSecondsPart() == 0
                        ? time.toMinutes() + " min"
                        : time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
}
