package io.mooring.server;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log when the data directory runs full and when there is room again, once each.
final class SpaceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(SpaceWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final String cluster;
    private final Supplier<String> problem;
    // Used by the one thread that looks.
    private boolean full;

    private SpaceWatch(String cluster, Supplier<String> problem) {
        this.cluster = cluster;
        this.problem = problem;
    }

    static AutoCloseable start(String cluster, Supplier<String> problem) {
        return Periodic.start("space", INTERVAL, new SpaceWatch(cluster, problem)::look);
    }

    private void look() {
        String now = problem.get();
        if (full == now.isEmpty()) {
            full = !full;
            if (full) {
                LOG.error("cluster={} data directory: {}", cluster, now);
            } else {
                LOG.info("cluster={} data directory: there is room again", cluster);
            }
        }
    }
}
