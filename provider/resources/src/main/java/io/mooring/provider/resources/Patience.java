package io.mooring.provider.resources;

import io.mooring.provider.core.OperationCancelled;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.resources.host.Progress;
import java.time.Duration;
import java.time.Instant;

/// Lends an operation's status line, time and cancellation to a host.
final class Patience implements Progress {

    private final OperationContext context;
    private final String goal;
    private final Instant deadline;
    // What was said last: the same line again would only fill logs. Used by one thread.
    private String said = "";

    /// @param goal what is being done, as in "starting control plane demo"
    Patience(OperationContext context, String goal, Duration usual) {
        this(context, goal, usual, 1);
    }

    /// @param times how many such operations come one after the other, this one the last of them
    Patience(OperationContext context, String goal, Duration usual, int times) {
        this.context = context;
        this.goal = goal;
        this.deadline =
                context.clock().instant().plus(context.timeoutOr(usual).multipliedBy(times));
    }

    @Override
    public void say(String text) {
        if (!text.equals(said)) {
            said = text;
            context.progress().say(text);
        }
    }

    @Override
    public void pause(Duration pause) {
        if (!context.cancellation().sleepUnlessCancelled(pause)) {
            throw new OperationCancelled(goal + ": stopped by the user; run again to go on");
        }
    }

    @Override
    public Duration remaining() {
        return Duration.between(context.clock().instant(), deadline);
    }
}
