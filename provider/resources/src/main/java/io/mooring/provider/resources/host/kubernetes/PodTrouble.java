package io.mooring.provider.resources.host.kubernetes;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a person would look up about pods that do not get ready: events and the end of the log.
final class PodTrouble {

    private static final int LOG_LINES = 25;

    private PodTrouble() {}

    /// What a pod waits for, in a few words; empty if nothing is known to be in its way.
    static String waitingFor(KubeObject pod) {
        Stream<String> reasons =
                pod.maps("status", "containerStatuses").stream()
                        .map(KubeObject::new)
                        .flatMap(status ->
                                Stream.concat(
                                        status.text("state", "waiting", "reason").stream(),
                                        status.text("state", "terminated", "reason").stream()));
        Stream<String> unscheduled =
                pod.maps("status", "conditions").stream()
                        .map(KubeObject::new)
                        .filter(condition ->
                                condition.text("type").orElse("").equals("PodScheduled")
                                        && condition.text("status").orElse("").equals("False"))
                        .flatMap(condition -> condition.text("message").stream());
        return String.join("; ", Stream.concat(unscheduled, reasons).distinct().toList());
    }

    /// Events and log of a cluster's pods, one fact a line.
    static String report(KubeClient host, String namespace, String cluster) {
        var lines = new ArrayList<String>();
        try {
            var pods = ListQuery.namespace(namespace).labels(Scope.selector(cluster));
            lines.addAll(events(host, namespace, cluster));
            for (KubeObject pod : troubled(host.list(ResourceKind.POD, pods).items())) {
                lines.add("The end of the log of pod " + pod.name() + ":");
                lines.addAll(log(host, pod));
            }
        } catch (KubeFailure e) {
            lines.add("events and logs cannot be read: " + e.getMessage());
        }
        return String.join("\n", lines);
    }

    /// Those that are not ready; all if they are, since then it is something else.
    private static List<KubeObject> troubled(List<KubeObject> pods) {
        List<KubeObject> waiting = pods.stream().filter(pod -> !Readiness.isReady(pod)).toList();
        return waiting.isEmpty() ? pods : waiting;
    }

    private static List<String> events(KubeClient host, String namespace, String cluster) {
        List<String> last = Events.of(host, namespace, event -> isOf(cluster, event));
        var lines = new ArrayList<String>();
        if (!last.isEmpty()) {
            lines.add("Events in namespace " + namespace + ":");
        }
        lines.addAll(last);
        return lines;
    }

    private static boolean isOf(String cluster, KubeObject event) {
        String name = event.text("involvedObject", "name").orElse("");
        return name.equals(cluster)
                || name.startsWith(cluster + "-")
                || name.startsWith(VolumeObjects.DATA + "-" + cluster + "-");
    }

    private static List<String> log(KubeClient host, KubeObject pod) {
        String path =
                "/api/v1/namespaces/%s/pods/%s/log?container=%s&tailLines=%d"
                        .formatted(pod.namespace(), pod.name(), ServerContainer.NAME, LOG_LINES);
        for (String which : List.of("", "&previous=true")) {
            try {
                List<String> lines = host.rawGet(path + which).lines().toList();
                if (!lines.isEmpty()) {
                    return lines;
                }
            } catch (KubeFailure _) {
                // A container that never started has no log; the other container may have one.
            }
        }
        return List.of("  (no log)");
    }
}
