package io.mooring.kube;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Has the first call open the connection by itself. An HTTP/2 client opens one for each of the
/// calls that come before any is open, and a syncer starts with thirty: as many handshakes, of
/// which all but one are for nothing.
///
/// Nobody waits long: a server that does not answer one call keeps no other waiting for more than
/// the limit. Thread-safe.
final class FirstAlone {
    private final Duration limit;
    private final ReentrantLock first = new ReentrantLock();
    private volatile boolean done;

    FirstAlone(Duration limit) {
        this.limit = limit;
    }

    /// Makes the call, after the first one has got an answer.
    <T> T call(Supplier<T> call) {
        if (done) {
            return call.get();
        }
        boolean locked = waited();
        if (locked && !done) {
            try {
                var answer = call.get();
                done = true;
                return answer;
            } finally {
                first.unlock();
            }
        }
        if (locked) {
            first.unlock();
        }
        return call.get();
    }

    private boolean waited() {
        try {
            return first.tryLock(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
