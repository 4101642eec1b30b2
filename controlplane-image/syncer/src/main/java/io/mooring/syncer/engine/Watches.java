package io.mooring.syncer.engine;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches that end together. Used by one thread at a time.
final class Watches implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);

    private final List<AutoCloseable> open = new ArrayList<>();

    void add(AutoCloseable watch) {
        open.add(watch);
    }

    @Override
    public void close() {
        for (var watch : open) {
            try {
                watch.close();
            } catch (Exception e) {
                LOG.warn("closing a watch failed: {}", e.getMessage());
            }
        }
    }
}
