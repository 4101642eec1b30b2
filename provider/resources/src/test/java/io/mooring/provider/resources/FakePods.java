package io.mooring.provider.resources;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The pods of a [FakeNodes] and the budget that holds some of them. All are in the namespace
/// `shop`. A pod that may go is gone at the next look, unless it is slow.
final class FakePods {

    private static final String BUDGET = "/poddisruptionbudgets";

    /// What a pod is like.
    enum Trait {
        /// A budget lets it go never.
        HELD,
        /// It does not end once it is told to.
        SLOW,
        WITH_EMPTY_DIR,
        UNMANAGED
    }

    /// What the API server is asked for an eviction.
    ///
    /// @param grace in seconds, if asked for
    record Asked(String pod, Optional<Integer> grace) {}

    private record Pod(String name, String node, List<Trait> traits, Optional<Instant> told) {}

    // guarded by this
    private final Map<String, Pod> pods = new LinkedHashMap<>();
    // guarded by this
    private final List<Asked> asked = new ArrayList<>();

    synchronized void put(String name, String node, Trait... traits) {
        pods.put(name, new Pod(name, node, List.of(traits), Optional.empty()));
    }

    /// It may go from now on, and ends once it is told to.
    synchronized void free(String name) {
        pods.computeIfPresent(name, (_, it) -> new Pod(name, it.node(), List.of(), it.told()));
    }

    /// In order, those that were refused as well.
    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    /// The items of a list, or empty for one of other things.
    synchronized Optional<List<?>> list(String path, String query) {
        if (path.endsWith(BUDGET)) {
            return Optional.of(List.of(budget()));
        }
        return path.equals("/api/v1/pods")
                ? Optional.of(
                        pods.values().stream()
                                .filter(it -> query.contains("spec.nodeName=" + it.node()))
                                .map(FakePods::object)
                                .toList())
                : Optional.empty();
    }

    /// Whether it is granted.
    synchronized boolean evict(String path, Map<?, ?> eviction) {
        String name = path.replaceFirst("/eviction$", "").replaceFirst("^.*/", "");
        var options = (Map<?, ?>) eviction.get("deleteOptions");
        asked.add(
                new Asked(name, Optional.ofNullable((Integer) options.get("gracePeriodSeconds"))));
        Pod pod = pods.get(name);
        if (pod == null || pod.traits().contains(Trait.HELD)) {
            return pod == null;
        }
        pods.remove(name);
        if (pod.traits().contains(Trait.SLOW)) {
            // its grace is over
            var told = Optional.of(Instant.EPOCH);
            pods.put(name, new Pod(name, pod.node(), pod.traits(), told));
        }
        return true;
    }

    private static Object object(Pod pod) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("namespace", "shop");
        metadata.put("name", pod.name());
        metadata.put("labels", Map.of("app", pod.traits().contains(Trait.HELD) ? "quorum" : "web"));
        if (!pod.traits().contains(Trait.UNMANAGED)) {
            metadata.put(
                    "ownerReferences", List.of(Map.of("kind", "ReplicaSet", "controller", true)));
        }
        pod.told().ifPresent(it -> metadata.put("deletionTimestamp", it.toString()));
        List<?> volumes =
                pod.traits().contains(Trait.WITH_EMPTY_DIR)
                        ? List.of(Map.of("name", "cache", "emptyDir", Map.of()))
                        : List.of();
        return Map.of(
                "metadata", metadata,
                "spec", Map.of("nodeName", pod.node(), "containers", List.of(), "volumes", volumes),
                "status",
                        Map.of(
                                "phase",
                                "Running",
                                "conditions",
                                List.of(Map.of("type", "Ready", "status", "True"))));
    }

    private static Object budget() {
        return Map.of(
                "metadata", Map.of("namespace", "shop", "name", "all-of-it"),
                "spec", Map.of("selector", Map.of("matchLabels", Map.of("app", "quorum"))),
                "status",
                        Map.of(
                                "disruptionsAllowed", 0,
                                "currentHealthy", 1,
                                "desiredHealthy", 1,
                                "expectedPods", 1));
    }
}
