package io.mooring.provider.core;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The user's wish to stop, shared by every operation of a run. Thread-safe; once cancelled it
/// stays so.
public final class Cancellation {
    private final CountDownLatch latch = new CountDownLatch(1);

    /// Asks every operation to end soon; a second call does nothing.
    public void cancel() {
        latch.countDown();
    }

    /// Whether the user wants to stop.
    public boolean isCancelled() {
        return latch.getCount() == 0;
    }

    /// Waits so long, or until cancelled or interrupted.
    ///
    /// @return whether the whole time passed
    public boolean sleepUnlessCancelled(Duration time) {
        try {
            return !latch.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
