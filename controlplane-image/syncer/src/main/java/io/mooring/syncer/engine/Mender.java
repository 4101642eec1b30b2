package io.mooring.syncer.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has objects of one kind mended, each by one thread at a time, and again if that fails.
/// Thread-safe.
///
/// @param <K> what an object is known by
final class Mender<K> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mender.class);

    private final String what;
    private final Function<K, Optional<Duration>> mend;
    private final BiPredicate<K, RuntimeException> told;
    private final WorkQueue<K> queue;

    /// @param what an object is called in the log
    /// @param mend comes one step nearer to what is wanted of the object of the name; says when to
    ///   look again even if nothing is told
    Mender(
            String what,
            Function<K, Optional<Duration>> mend,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this(what, mend, (_, _) -> false, nanoTime, random);
    }

    /// @param told tells somebody of a failure, or says false for the log to tell of it
    Mender(
            String what,
            Function<K, Optional<Duration>> mend,
            BiPredicate<K, RuntimeException> told,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.what = what;
        this.mend = mend;
        this.told = told;
        this.queue = new WorkQueue<>(nanoTime, random);
    }

    /// Has the object looked at.
    void add(K name) {
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

    private void work(K name) {
        try {
            var lookAgain = mend.apply(name);
            queue.done(name);
            lookAgain.ifPresent(after -> queue.addAfter(name, after));
        } catch (RuntimeException e) {
            if (!told.test(name, e)) {
                log(name, e);
            }
            queue.failed(name);
        }
    }

    private void log(K name, RuntimeException failure) {
        if (failure instanceof ApiFailure) {
            LOG.debug("{}={} later: {}", what, name, failure.getMessage());
        } else {
            LOG.error("{}={} failed", what, name, failure);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
