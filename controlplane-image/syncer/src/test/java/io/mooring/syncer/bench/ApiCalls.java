package io.mooring.syncer.bench;

import io.mooring.kube.KubeClient;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// How many calls an API server has answered, by what they did; watches and the like not counted.
record ApiCalls(Map<String, Long> counts) {
    private static final Pattern COUNTER =
            Pattern.compile("(?m)^apiserver_request_total\\{(.*)} (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    static ApiCalls of(KubeClient server) {
        var counts = new TreeMap<String, Long>();
        var counters = COUNTER.matcher(server.rawGet("/metrics"));
        while (counters.find()) {
            var labels = new TreeMap<String, String>();
            LABEL.matcher(counters.group(1))
                    .results()
                    .forEach(label -> labels.put(label.group(1), label.group(2)));
            if (!labels.getOrDefault("verb", "").equals("WATCH")) {
                counts.merge(what(labels), (long) Double.parseDouble(counters.group(2)), Long::sum);
            }
        }
        return new ApiCalls(counts);
    }

    private static String what(Map<String, String> labels) {
        var resource = labels.getOrDefault("resource", "");
        var part = labels.getOrDefault("subresource", "");
        var code = labels.getOrDefault("code", "");
        return "%s %s%s%s"
                .formatted(
                        labels.getOrDefault("verb", ""),
                        resource,
                        part.isEmpty() ? "" : "/" + part,
                        code.startsWith("2") ? "" : " " + code);
    }

    /// Prints what was called since, if it was often.
    void printSince(ApiCalls before, String who) {
        counts.forEach((what, count) -> {
            long more = count - before.counts.getOrDefault(what, 0L);
            if (more > 20) {
                System.out.printf("    %-7s %-40s %6d%n", who, what, more);
            }
        });
    }
}
