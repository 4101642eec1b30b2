package io.mooring.syncer.metrics;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// `/metrics/resource` of a kubelet, in Prometheus's text format.
final class ResourceText {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private record Sample(
            Map<String, String> labels, String started, NodeReading.Counted counted) {}

    private final StringBuilder text = new StringBuilder();

    private ResourceText() {}

    static String of(NodeReading reading) {
        var written = new ResourceText();
        var containers =
                reading.pods().stream()
                        .flatMap(pod ->
                                pod.containers().stream()
                                        .map(container ->
                                                new Sample(
                                                        labels(pod, container.name()),
                                                        container.started(),
                                                        container.counted())))
                        .toList();
        written.amounts("container", containers);
        written.starts(containers);
        var node = reading.whole().map(counted -> new Sample(Map.of(), "", counted));
        written.amounts("node", node.stream().toList());
        written.amounts(
                "pod",
                reading.pods().stream()
                        .flatMap(pod ->
                                pod
                                        .whole()
                                        .map(counted -> new Sample(labels(pod, ""), "", counted))
                                        .stream())
                        .toList());
        // whatever could not be read has been told instead of all this
        for (var errors : List.of("resource_scrape_error", "scrape_error")) {
            written.head(errors, "gauge", "1 if the containers could not be measured, else 0");
            written.line(errors, Map.of(), "0", Optional.empty());
        }
        return written.text.toString();
    }

    private static Map<String, String> labels(NodeReading.Pod pod, String container) {
        var labels = new TreeMap<String, String>();
        labels.put("namespace", pod.pod().namespace());
        labels.put("pod", pod.pod().name());
        if (!container.isEmpty()) {
            labels.put("container", container);
        }
        return labels;
    }

    private void amounts(String what, List<Sample> samples) {
        family(
                what + "_cpu_usage_seconds_total",
                "counter",
                "Cumulative cpu time consumed by the " + what + " in core-seconds",
                samples,
                counted -> BigDecimal.valueOf(counted.nanos(), 9).toPlainString());
        family(
                what + "_memory_working_set_bytes",
                "gauge",
                "Current working set of the " + what + " in bytes",
                samples,
                counted -> Long.toString(counted.usage().bytes()));
    }

    private void family(
            String name,
            String type,
            String help,
            List<Sample> samples,
            Function<NodeReading.Counted, String> value) {
        if (samples.isEmpty()) {
            return;
        }
        head(name, type, help);
        for (var sample : samples) {
            var at = sample.counted().usage().at();
            line(name, sample.labels(), value.apply(sample.counted()), Optional.of(at));
        }
    }

    private void starts(List<Sample> containers) {
        var name = "container_start_time_seconds";
        head(name, "gauge", "Start time of the container since unix epoch in seconds");
        for (var container : containers) {
            try {
                var seconds = Instant.parse(container.started()).getEpochSecond();
                line(name, container.labels(), Long.toString(seconds), Optional.empty());
            } catch (DateTimeException _) {
                // not known
            }
        }
    }

    private void head(String name, String type, String help) {
        text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
    }

    private void line(
            String name, Map<String, String> labels, String value, Optional<Instant> measured) {
        // names of the API's, which have nothing that would have to be escaped
        var told =
                labels.entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
                        .collect(Collectors.joining(","));
        text.append(name).append(told.isEmpty() ? "" : "{" + told + "}").append(' ').append(value);
        measured.ifPresent(at -> text.append(' ').append(at.toEpochMilli()));
        text.append('\n');
    }
}
