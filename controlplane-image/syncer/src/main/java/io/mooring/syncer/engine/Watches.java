package io.mooring.syncer.engine;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches that end together. Thread-safe.
final class Watches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    // both guarded by this
    private final List<AutoCloseable> open = new ArrayList<>();
    private boolean closed;

    /// Takes it over; closes it at once if all have ended.
    synchronized void add(AutoCloseable watch) {
        if (closed) {
            close(watch);
        } else {
            open.add(watch);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.forEach(Watches::close);
    }

    private static void close(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) {
            LOG.warn("closing a watch failed: {}", e.getMessage());
        }
    }
}
