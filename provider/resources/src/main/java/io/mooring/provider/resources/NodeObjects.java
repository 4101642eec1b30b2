package io.mooring.provider.resources;

import io.mooring.autonodes.Holdups;
import io.mooring.autoscaler.cluster.Holdup;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// One node as its cluster's API sees it. Calls fail with a `KubeFailure`.
final class NodeObjects {

    private final Supplier<KubeClient> kube;
    private final ObjectRef node;

    /// @param kube asked at each call, since a client may lose its server
    NodeObjects(Supplier<KubeClient> kube, String node) {
        this.kube = kube;
        this.node = ObjectRef.cluster(ResourceKind.NODE, node);
    }

    /// What the API says of a node.
    ///
    /// @param message why it is not ready, in the kubelet's words
    /// @param reportedAt when the kubelet said so
    record Status(boolean ready, String message, Instant reportedAt, KubeObject object) {
        /// Ready by a report no older than that: a node whose machine died counts as ready for a
        /// while.
        boolean readySince(Instant instant) {
            return ready && !reportedAt.isBefore(instant);
        }

        String kubeletVersion() {
            return object.text("status", "nodeInfo", "kubeletVersion").orElse("");
        }
    }

    /// The names of all nodes that are ready.
    static Set<String> ready(KubeClient kube) {
        return kube.list(ResourceKind.NODE, ListQuery.all()).items().stream()
                .map(NodeObjects::statusOf)
                .filter(Status::ready)
                .map(it -> it.object().name())
                .collect(Collectors.toSet());
    }

    /// The node, or empty if it has not joined.
    Optional<Status> status() {
        return kube.get().find(node).map(NodeObjects::statusOf);
    }

    private static Status statusOf(KubeObject object) {
        for (Map<String, Object> fields : object.maps("status", "conditions")) {
            var condition = new KubeObject(fields);
            if (condition.text("type").orElse("").equals("Ready")) {
                boolean ready = condition.text("status").orElse("").equals("True");
                return new Status(
                        ready,
                        condition.text("message").orElse(""),
                        condition.text("lastHeartbeatTime").map(Instant::parse).orElse(Instant.MIN),
                        object);
            }
        }
        return new Status(false, "the kubelet has not reported yet", Instant.MIN, object);
    }

    /// Brings labels and taints to what is wanted.
    void mark(Marks before, Marks wanted) {
        Map<String, Object> patch = wanted.patch(before, kube.get().get(node));
        if (!patch.isEmpty()) {
            kube.get().mergePatch(node, JsonMapper.shared().writeValueAsString(patch));
        }
    }

    void cordon(boolean unschedulable) {
        kube.get().mergePatch(node, Map.of("spec", Map.of("unschedulable", unschedulable)));
    }

    /// Pods that have not left.
    ///
    /// @param held those of them that a disruption budget holds
    record Left(int pods, List<Holdup> held) {

        /// As in "2 pods to go: shop/quorum-0 waits: ...".
        String words() {
            String count = "%d pod%s to go".formatted(pods, pods == 1 ? "" : "s");
            return held.isEmpty() ? count : count + ": " + Holdup.words(held);
        }
    }

    /// Asks every pod that is to move to leave.
    Left evict() {
        int left = 0;
        var refused = new ArrayList<KubeObject>();
        var query = ListQuery.all().fields("spec.nodeName=" + node.name());
        for (KubeObject pod : kube.get().list(ResourceKind.POD, query).items()) {
            if (staysWithItsNode(pod)) {
                continue;
            }
            left++;
            if (pod.text("metadata", "deletionTimestamp").isEmpty() && !isEvicted(pod)) {
                refused.add(pod);
            }
        }
        return new Left(left, Holdups.of(kube.get(), refused));
    }

    private static boolean staysWithItsNode(KubeObject pod) {
        String phase = pod.text("status", "phase").orElse("");
        return phase.equals("Succeeded")
                || phase.equals("Failed")
                || pod.annotations().containsKey("kubernetes.io/config.mirror")
                || pod.maps("metadata", "ownerReferences").stream()
                        .anyMatch(owner -> "DaemonSet".equals(owner.get("kind")));
    }

    /// False if it is to be asked again.
    private boolean isEvicted(KubeObject pod) {
        try {
            kube.get().evict(ObjectRef.of(ResourceKind.POD, pod.namespace(), pod.name()));
        } catch (KubeFailure.NotFound _) {
            // It left by itself.
        } catch (KubeFailure.Unavailable _) {
            // 429: a disruption budget holds it. The caller asks again while its time lasts.
            return false;
        }
        return true;
    }

    void delete() {
        kube.get().delete(node);
    }
}
