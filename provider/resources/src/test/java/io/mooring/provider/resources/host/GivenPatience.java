package io.mooring.provider.resources.host;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A caller who hears nothing and waits so long; with less than nothing, the first wait for what
/// has not come fails.
public record GivenPatience(Duration remaining) implements Progress {
    @Override
    public void say(String text) {}

    @Override
    public void pause(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
