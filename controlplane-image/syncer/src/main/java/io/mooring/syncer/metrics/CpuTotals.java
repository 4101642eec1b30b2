package io.mooring.syncer.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Counts up what the host tells as rates, since a kubelet tells processor time as a counter.
///
/// A counter begins when it is first asked for, with a little, as of what has just been started:
/// who reads it takes 0 for nothing known. Between two times of measurement it grows by the later
/// rate, so that whoever takes the difference has that rate again. Thread-safe.
final class CpuTotals {
    private static final long FIRST_NANOS = Duration.ofMillis(1).toNanos();

    private record Counter(Instant at, long nanos) {
        private Counter with(Usage usage) {
            if (!usage.at().isAfter(at)) {
                return this;
            }
            double seconds = Duration.between(at, usage.at()).toNanos() / 1e9;
            return new Counter(usage.at(), nanos + Math.round(usage.nanoCores() * seconds));
        }
    }

    // guarded by this; the first is what nobody has asked for longest
    private final Map<String, Counter> counters;

    /// @param most how many counters there may be: for more, those that nobody has asked for
    ///   longest begin anew
    CpuTotals(int most) {
        counters =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Counter> eldest) {
                        return size() > most;
                    }
                };
    }

    /// How much of processor time that is by now, in nanoseconds.
    synchronized long count(String key, Usage usage) {
        var counter = counters.get(key);
        var now = counter == null ? new Counter(usage.at(), FIRST_NANOS) : counter.with(usage);
        counters.put(key, now);
        return now.nanos();
    }

    /// Forgets the others.
    synchronized void keep(Set<String> keys) {
        counters.keySet().retainAll(keys);
    }
}
