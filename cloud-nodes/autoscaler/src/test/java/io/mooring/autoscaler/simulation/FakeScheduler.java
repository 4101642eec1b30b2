package io.mooring.autoscaler.simulation;

import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Taint;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Binds pods as kube-scheduler would: to the node with the most room of those that hold them.
/// Knows selectors, taints and resources. Daemon pods come to each node once it is ready.
final class FakeScheduler {

    /// Of so many pods one is stuck, and one is slow.
    private static final int UNLIKE = 40;

    private final FakeApi api;
    private final Timeline time;

    FakeScheduler(FakeApi api, Timeline time) {
        this.api = api;
        this.time = time;
    }

    void run() {
        daemons();
        Map<String, Map<String, Long>> free = new HashMap<>();
        for (Pod pod : List.copyOf(api.pods.values())) {
            if (!pod.bound() && pod.deletion() == null) {
                String node = best(pod, free);
                api.pods.put(
                        pod.name(), FakeApi.changed(pod, node, node.isEmpty(), pod.deletion()));
                if (!node.isEmpty()) {
                    take(free.get(node), pod.template());
                    begin(pod.name());
                }
            }
        }
    }

    /// Most are ready within seconds; some wait for an image that does not come, and some run for
    /// long and are not ready. Which ones is in their names.
    private void begin(String pod) {
        int kind = Math.floorMod(pod.hashCode(), UNLIKE);
        if (kind == 0) {
            return;
        }
        boolean slow = kind == 1;
        time.in(
                Duration.ofSeconds(2 + kind % 20),
                () -> api.begun(pod, slow ? Pod.Stage.RUNNING : Pod.Stage.READY));
        if (slow) {
            time.in(Duration.ofMinutes(40), () -> api.begun(pod, Pod.Stage.READY));
        }
    }

    private void daemons() {
        for (Node node : api.nodes.values()) {
            for (int i = 0; i < api.daemons.size(); i++) {
                String name = "kube-system/daemon-" + i + "-" + node.name();
                if (node.ready() && !api.pods.containsKey(name)) {
                    api.pods.put(
                            name,
                            new Pod(
                                    name,
                                    api.daemons.get(i),
                                    Pod.Kind.DAEMON,
                                    node.name(),
                                    false,
                                    time.now(),
                                    null,
                                    Duration.ofSeconds(1),
                                    0,
                                    0,
                                    null,
                                    Pod.Stage.READY));
                }
            }
        }
    }

    private String best(Pod pod, Map<String, Map<String, Long>> free) {
        String best = "";
        long most = -1;
        for (Node node : api.nodes.values()) {
            Map<String, Long> room = free.computeIfAbsent(node.name(), _ -> free(node));
            if (allows(node, pod.template()) && fits(room, pod.template())) {
                long left = room.getOrDefault("cpu", 0L);
                if (left > most) {
                    best = node.name();
                    most = left;
                }
            }
        }
        return best;
    }

    private static boolean allows(Node node, PodTemplate pod) {
        for (Taint taint : node.taints()) {
            if (!taint.soft() && pod.tolerations().stream().noneMatch(t -> t.tolerates(taint))) {
                return false;
            }
        }
        return node.ready() && node.labels().entrySet().containsAll(pod.nodeSelector().entrySet());
    }

    private Map<String, Long> free(Node node) {
        var free = new TreeMap<>(node.allocatable());
        for (Pod pod : api.pods.values()) {
            if (pod.node().equals(node.name())) {
                take(free, pod.template());
            }
        }
        return free;
    }

    private static void take(Map<String, Long> free, PodTemplate pod) {
        pod.requests().forEach((resource, amount) -> free.merge(resource, -amount, Long::sum));
        free.merge("pods", -1L, Long::sum);
    }

    static boolean fits(Map<String, Long> free, PodTemplate pod) {
        return free.getOrDefault("pods", 0L) >= 1
                && pod.requests().entrySet().stream()
                        .allMatch(e -> free.getOrDefault(e.getKey(), 0L) >= e.getValue());
    }
}
