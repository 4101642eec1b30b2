package io.mooring.nodes.testkit;

import java.util.function.Predicate;

/// The next so many calls of a kind; all of them, if that is negative. Thread-safe.
public final class Next<C> {

    private final Predicate<C> on;
    // guarded by this
    private int left;

    public Next(Predicate<C> on, int times) {
        this.on = on;
        this.left = times;
    }

    /// Whether it is one of them, which is then one less.
    public synchronized boolean takes(C call) {
        if (left == 0 || !on.test(call)) {
            return false;
        }
        left--;
        return true;
    }
}
