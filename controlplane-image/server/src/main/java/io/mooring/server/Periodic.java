package io.mooring.server;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a task at an interval; a failure is logged and the next run comes all the same.
final class Periodic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final Thread thread;

    private Periodic(Thread thread) {
        this.thread = thread;
    }

    /// The first run is after one interval.
    static Periodic start(String name, Duration interval, Runnable task) {
        return start(name, interval, interval, task);
    }

    /// The first run is at once.
    static Periodic startNow(String name, Duration interval, Runnable task) {
        return start(name, Duration.ZERO, interval, task);
    }

    private static Periodic start(String name, Duration first, Duration interval, Runnable task) {
        return new Periodic(
                Thread.ofVirtual()
                        .name(name)
                        .start(() -> {
                            Duration pause = first;
                            while (!Thread.currentThread().isInterrupted()) {
                                try {
                                    Thread.sleep(pause);
                                    pause = interval;
                                    task.run();
                                } catch (InterruptedException _) {
                                    Thread.currentThread().interrupt();
                                } catch (RuntimeException e) {
                                    LOG.warn("task={} failed, again in {}", name, interval, e);
                                }
                            }
                        }));
    }

    /// Ends it as [#close] does, and waits for a run that goes on.
    ///
    /// @return whether nothing of it goes on any more
    boolean end(Duration within) throws InterruptedException {
        close();
        return thread.join(within);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
