package io.mooring.syncer.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has objects of one kind mended, each by one thread at a time, and again if that fails.
/// Thread-safe.
final class Mender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mender.class);

    private final String what;
    private final Function<String, Optional<Duration>> mend;
    private final WorkQueue<String> queue;

    /// @param what an object is called in the log
    /// @param mend comes one step nearer to what is wanted of the object of the name; says when to
    ///   look again even if nothing is told
    Mender(
            String what,
            Function<String, Optional<Duration>> mend,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.what = what;
        this.mend = mend;
        this.queue = new WorkQueue<>(nanoTime, random);
    }

    /// Has the object looked at.
    void add(String name) {
        queue.add(name);
    }

    /// Works until closed or interrupted. One thread is enough.
    void work() {
        queue.serve(this::work);
    }

    /// Works on one object, if one is due.
    ///
    /// @return whether one was
    boolean step() {
        var name = queue.poll();
        name.ifPresent(this::work);
        return name.isPresent();
    }

    private void work(String name) {
        try {
            var lookAgain = mend.apply(name);
            queue.done(name);
            lookAgain.ifPresent(after -> queue.addAfter(name, after));
        } catch (ApiFailure e) {
            LOG.debug("{}={} later: {}", what, name, e.getMessage());
            queue.failed(name);
        } catch (RuntimeException e) {
            LOG.error("{}={} failed", what, name, e);
            queue.failed(name);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
