package io.mooring.tunnel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Counters, gauges and histograms, rendered as Prometheus text. Thread-safe.
final class MetricRegistry {
    /// Upper bounds in seconds, written as upstream's client library writes them: rules name
    /// buckets by their text.
    enum Buckets {
        /// Upstream's own.
        TUNNEL("1e-06", "1e-05", "0.0001", "0.005", "0.025", "0.1", "0.5", "2.5", "12.5"),
        /// Those of Prometheus' client libraries.
        DEFAULT("0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10");

        private final String[] bounds;
        private final double[] seconds;

        Buckets(String... bounds) {
            this.bounds = bounds;
            this.seconds = Arrays.stream(bounds).mapToDouble(Double::parseDouble).toArray();
        }
    }

    /// In no label's value.
    private static final String SEPARATOR = "\0";

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

    /// Figures that differ in the values of labels.
    static final class Labelled<F> {
        private final Map<String, F> figures = new ConcurrentSkipListMap<>();
        private final List<String> labels;
        private final Supplier<F> first;

        private Labelled(Supplier<F> first, String... labels) {
            this.labels = List.of(labels);
            this.first = first;
        }

        /// One value for each label.
        F with(String... values) {
            var key = values.length == 1 ? values[0] : String.join(SEPARATOR, values);
            return figures.computeIfAbsent(key, _ -> first.get());
        }

        /// Hands over each with its labels as they are written between braces.
        private void forEach(BiConsumer<String, F> reader) {
            figures.forEach((key, figure) -> {
                var values = key.split(SEPARATOR, -1);
                var text = new StringJoiner(",");
                for (var i = 0; i < values.length; i++) {
                    text.add(labels.get(i) + "=\"" + values[i] + "\"");
                }
                reader.accept(text.toString(), figure);
            });
        }
    }

    /// How long things took, in fixed buckets.
    static final class Histogram {
        private final Buckets bounds;
        private final Counter[] buckets;
        private final Counter count = new Counter();
        private final Counter nanos = new Counter();

        private Histogram(Buckets bounds) {
            this.bounds = bounds;
            this.buckets = new Counter[bounds.seconds.length];
            Arrays.setAll(buckets, _ -> new Counter());
        }

        void observe(double seconds) {
            for (var i = buckets.length - 1; i >= 0 && seconds <= bounds.seconds[i]; i--) {
                buckets[i].increment();
            }
            nanos.add((long) (seconds * 1e9));
            count.increment();
        }

        private void write(StringBuilder text, String name, String labels) {
            var before = labels.isEmpty() ? "" : labels + ",";
            var around = labels.isEmpty() ? "" : "{" + labels + "}";
            for (var i = 0; i < buckets.length; i++) {
                line(text, name + "_bucket{%sle=\"%s\"}".formatted(before, bounds.bounds[i]))
                        .append(buckets[i].value());
            }
            line(text, name + "_bucket{%sle=\"+Inf\"}".formatted(before)).append(count.value());
            line(text, name + "_sum" + around)
                    .append(String.format(Locale.ROOT, "%.6f", nanos.value() / 1e9));
            line(text, name + "_count" + around).append(count.value());
            text.append('\n');
        }

        private static StringBuilder line(StringBuilder text, String series) {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
            return text.append(series).append(' ');
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

    Labelled<Counter> labelled(String name, String help, String type, String... labels) {
        var labelled = new Labelled<>(Counter::new, labels);
        families.add(() -> {
            var text = new StringBuilder(head(name, help, type));
            labelled.forEach((with, counter) ->
                    text.append(name + "{" + with + "} " + counter.value() + "\n"));
            return text.toString();
        });
        return labelled;
    }

    Histogram histogram(String name, String help) {
        var histogram = new Histogram(Buckets.TUNNEL);
        families.add(() -> {
            var text = new StringBuilder(head(name, help, "histogram"));
            histogram.write(text, name, "");
            return text.toString();
        });
        return histogram;
    }

    Labelled<Histogram> histograms(String name, String help, String... labels) {
        var labelled = new Labelled<>(() -> new Histogram(Buckets.DEFAULT), labels);
        families.add(() -> {
            var text = new StringBuilder(head(name, help, "histogram"));
            labelled.forEach((with, histogram) -> histogram.write(text, name, with));
            return text.toString();
        });
        return labelled;
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
