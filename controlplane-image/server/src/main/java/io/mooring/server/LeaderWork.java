package io.mooring.server;

import io.mooring.kube.KubeFailure;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work of the leader: begun anew until it has begun as a whole, and ended in time, or with all
/// of this process. Used by one thread.
final class LeaderWork {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderWork.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /// What there is to do.
    @FunctionalInterface
    interface Duties {

        /// Begins it and returns; an interrupt ends that early.
        ///
        /// @param parts takes what has to be closed at the end
        void begin(Closing parts);
    }

    private final Duties duties;
    private final Runnable fence;
    private Optional<Thread> beginning = Optional.empty();
    private Closing parts = new Closing();

    /// @param fence called when the work cannot be ended in time; must see to it that it ends
    LeaderWork(Duties duties, Runnable fence) {
        this.duties = duties;
        this.fence = fence;
    }

    /// Ends the process, hard: what supervises it starts it again.
    static void halt() {
        LOG.error("the work of the leader did not end before another replica may begin it: halted");
        Runtime.getRuntime().halt(1);
    }

    void begin() {
        Closing made = new Closing();
        parts = made;
        beginning =
                Optional.of(Thread.ofVirtual().name("leader-begins").start(() -> beginAll(made)));
    }

    /// Returns when nothing of it goes on, or after that time, having called the fence.
    void end(Duration within) {
        if (beginning.isEmpty()) {
            return;
        }
        Thread begun = beginning.get();
        Closing made = parts;
        beginning = Optional.empty();
        Thread ending = Thread.ofVirtual().name("leader-ends").start(() -> endAll(begun, made));
        if (!joins(ending, within)) {
            fence.run();
        }
    }

    private void beginAll(Closing made) {
        try {
            while (!begins(made)) {
                Thread.sleep(AGAIN);
            }
        } catch (InterruptedException | KubeFailure.Cancelled _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean begins(Closing made) {
        try {
            duties.begin(made);
            return true;
        } catch (KubeFailure.Cancelled e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("the work of the leader did not begin, again in {}: {}", AGAIN, e.toString());
            made.close();
            return false;
        }
    }

    private static void endAll(Thread begun, Closing made) {
        begun.interrupt();
        try {
            begun.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        made.close();
    }

    private static boolean joins(Thread thread, Duration within) {
        try {
            return within.isPositive() && thread.join(within) || !thread.isAlive();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
