package io.mooring.tunnel;

import java.time.Duration;

/// Time as the tunnel's state sees it. Tasks run on the tunnel's event loop.
interface Timers {
    long nanoTime();

    Task schedule(Duration delay, Runnable task);

    /// A scheduled task. Cancelling one that ran has no effect.
    @FunctionalInterface
    interface Task {
        void cancel();
    }
}
