package io.mooring.cli;

import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.Progress;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// A person's patience with a command: says each line once, and ends at a time.
final class Waiting implements Progress {

    private final PrintWriter out;
    private final Clock clock;
    private final Instant deadline;
    // Used by one thread.
    private String said = "";

    Waiting(PrintWriter out, Clock clock, Duration limit) {
        this.out = out;
        this.clock = clock;
        this.deadline = clock.instant().plus(limit);
    }

    @Override
    public void say(String text) {
        if (!text.equals(said)) {
            said = text;
            out.println(text);
            out.flush();
        }
    }

    @Override
    public void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            throw new HostFailure.Interrupted("waiting: interrupted", e);
        }
    }

    @Override
    public Duration remaining() {
        return Duration.between(clock.instant(), deadline);
    }
}
