package io.mooring.server;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a task at an interval, the first time after one; a failure is logged and the next run comes
/// all the same.
final class Periodic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private final Thread thread;

    private Periodic(Thread thread) {
        this.thread = thread;
    }

    static Periodic start(String name, Duration interval, Runnable task) {
        return new Periodic(
                Thread.ofVirtual()
                        .name(name)
                        .start(() -> {
                            while (!Thread.currentThread().isInterrupted()) {
                                try {
                                    Thread.sleep(interval);
                                    task.run();
                                } catch (InterruptedException _) {
                                    Thread.currentThread().interrupt();
                                } catch (RuntimeException e) {
                                    LOG.warn("task={} failed, again in {}", name, interval, e);
                                }
                            }
                        }));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
