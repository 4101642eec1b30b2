package io.mooring.tunnel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// Counters, gauges and histograms, rendered as Prometheus text. Thread-safe.
final class MetricRegistry {
    /// Upstream's, and written as its client library writes them: rules name buckets by their text.
    private static final String[] BOUNDS = {
        "1e-06", "1e-05", "0.0001", "0.005", "0.025", "0.1", "0.5", "2.5", "12.5"
    };

    private static final double[] SECONDS =
            Arrays.stream(BOUNDS).mapToDouble(Double::parseDouble).toArray();

    private final List<Supplier<String>> families = new CopyOnWriteArrayList<>();

    /// A number that goes up, and for a gauge also down.
    static final class Counter {
        private final LongAdder adder = new LongAdder();

        void increment() {
            adder.increment();
        }

        void decrement() {
            adder.decrement();
        }

        void add(long amount) {
            adder.add(amount);
        }

        /// Makes it that value; for a gauge that only one thread changes.
        void become(long value) {
            adder.add(value - adder.sum());
        }

        long value() {
            return adder.sum();
        }
    }

    /// Counters that differ in the value of one label.
    static final class Labelled {
        private final Map<String, Counter> counters = new ConcurrentSkipListMap<>();

        Counter with(String value) {
            return counters.computeIfAbsent(value, _ -> new Counter());
        }
    }

    /// How long things took, in fixed buckets.
    static final class Histogram {
        private final Counter[] buckets = new Counter[SECONDS.length];
        private final Counter count = new Counter();
        private final Counter nanos = new Counter();

        Histogram() {
            Arrays.setAll(buckets, _ -> new Counter());
        }

        void observe(double seconds) {
            for (var i = SECONDS.length - 1; i >= 0 && seconds <= SECONDS[i]; i--) {
                buckets[i].increment();
            }
            nanos.add((long) (seconds * 1e9));
            count.increment();
        }
    }

    Counter counter(String name, String help) {
        return number(name, help, "counter");
    }

    Counter gauge(String name, String help) {
        return number(name, help, "gauge");
    }

    private Counter number(String name, String help, String type) {
        var counter = new Counter();
        families.add(() -> head(name, help, type) + name + " " + counter.value() + "\n");
        return counter;
    }

    Labelled labelled(String name, String help, String type, String label) {
        var labelled = new Labelled();
        families.add(() -> {
            var text = new StringBuilder(head(name, help, type));
            labelled.counters.forEach((value, counter) ->
                    text.append(name)
                            .append("{%s=\"%s\"} ".formatted(label, value))
                            .append(counter.value())
                            .append('\n'));
            return text.toString();
        });
        return labelled;
    }

    Histogram histogram(String name, String help) {
        var histogram = new Histogram();
        families.add(() -> {
            var text = new StringBuilder(head(name, help, "histogram"));
            for (var i = 0; i < SECONDS.length; i++) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%s_bucket{le=\"%s\"} %d\n",
                                name,
                                BOUNDS[i],
                                histogram.buckets[i].value()));
            }
            var count = histogram.count.value();
            return text.append(
                            String.format(
                                    Locale.ROOT,
                                    "%1$s_bucket{le=\"+Inf\"} %2$d\n"
                                        + "%1$s_sum %3$.6f\n"
                                        + "%1$s_count %2$d\n",
                                    name,
                                    count,
                                    histogram.nanos.value() / 1e9))
                    .toString();
        });
        return histogram;
    }

    String render() {
        var text = new StringBuilder();
        families.forEach(family -> text.append(family.get()));
        return text.toString();
    }

    private static String head(String name, String help, String type) {
        return "# HELP %1$s %2$s\n# TYPE %1$s %3$s\n".formatted(name, help, type);
    }
}
