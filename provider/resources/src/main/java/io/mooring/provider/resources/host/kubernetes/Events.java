package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// What happened to objects lately, in the host cluster's own words.
final class Events {

    private static final int MOST = 8;

    private Events() {}

    /// Events about the object of that kind and name.
    static Predicate<KubeObject> about(String kind, String name) {
        return event ->
                event.text("involvedObject", "kind").orElse("").equals(kind)
                        && event.text("involvedObject", "name").orElse("").equals(name);
    }

    /// The last of those in the namespace, one a line; a line that says why, if they cannot be
    /// read.
    static List<String> of(KubeClient host, String namespace, Predicate<KubeObject> which) {
        List<String> events;
        try {
            events =
                    host.list(ResourceKind.EVENT, ListQuery.namespace(namespace)).items().stream()
                            .filter(which)
                            .sorted(
                                    Comparator.comparing(
                                            event -> event.text("lastTimestamp").orElse("")))
                            .map(Events::line)
                            .distinct()
                            .toList();
        } catch (KubeFailure e) {
            return List.of("  events cannot be read: " + e.getMessage());
        }
        return events.subList(Math.max(0, events.size() - MOST), events.size());
    }

    private static String line(KubeObject event) {
        return "  %s %s %s: %s"
                .formatted(
                        event.text("type").orElse(""),
                        event.text("reason").orElse(""),
                        event.text("involvedObject", "name").orElse(""),
                        event.text("message").orElse(""));
    }
}
