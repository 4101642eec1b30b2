package io.mooring.tunnel;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/// Looks after the readers whose queues are full, as long as there are any.
final class StallWatch {
    private static final Duration PERIOD = Duration.ofMillis(20);

    private final Timers timers;
    private final MetricRegistry.Counter overfull;
    private final Set<Tunnel> watched = new LinkedHashSet<>();
    private boolean ticking;

    StallWatch(Timers timers, MetricRegistry.Counter overfull) {
        this.timers = timers;
        this.overfull = overfull;
    }

    void add(Tunnel tunnel) {
        if (watched.add(tunnel)) {
            overfull.increment();
        }
        if (!ticking) {
            ticking = true;
            timers.schedule(Duration.ZERO, this::tick);
        }
    }

    private void tick() {
        var now = timers.nanoTime();
        for (var tunnel : Set.copyOf(watched)) {
            if (!tunnel.stillOverfull(now)) {
                watched.remove(tunnel);
                overfull.decrement();
            }
        }
        ticking = !watched.isEmpty();
        if (ticking) {
            timers.schedule(PERIOD, this::tick);
        }
    }
}
