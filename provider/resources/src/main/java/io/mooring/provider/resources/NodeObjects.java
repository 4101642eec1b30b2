package io.mooring.provider.resources;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.time.Instant;
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

    /// Whether no pods are put on it.
    static boolean isCordoned(Status status) {
        return status.object().text("spec", "unschedulable").orElse("").equals("true");
    }

    void cordon(boolean unschedulable) {
        kube.get().mergePatch(node, Map.of("spec", Map.of("unschedulable", unschedulable)));
    }

    void delete() {
        kube.get().delete(node);
    }
}
