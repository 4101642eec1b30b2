package io.mooring.autonodes;

import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.model.Volume;
import io.mooring.kube.ResourceKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What there is of volumes, and what that means for pods and nodes. A pod is read before its
/// claims are bound, so they come together only when a cluster is made of both. Thread-safe.
final class Storage {

    /// The claims of each pod that has some.
    final Kept<List<String>> mounts;

    private final Kept<Volumes.Wanted> claims;
    private final Kept<Volume> volumes;
    private final Kept<Volumes.Maker> classes;
    private final Kept<Map<String, Long>> limits;
    private final Interned templates;

    Storage(Interned templates, Runnable changed) {
        this.templates = templates;
        mounts = new Kept<>((object, _) -> Volumes.mounted(object), changed);
        claims = new Kept<>((object, _) -> Optional.of(Volumes.claim(object)), changed);
        volumes = new Kept<>((object, _) -> Optional.of(Volumes.volume(object)), changed);
        classes = new Kept<>((object, _) -> Optional.of(Volumes.storageClass(object)), changed);
        limits = new Kept<>((object, _) -> Optional.of(Volumes.limits(object)), changed);
    }

    Map<ResourceKind, Kept<?>> kinds() {
        return Map.of(
                ResourceKind.PERSISTENT_VOLUME_CLAIM, claims,
                ResourceKind.PERSISTENT_VOLUME, volumes,
                ResourceKind.STORAGE_CLASS, classes,
                Kinds.CSI_NODE, limits);
    }

    /// Pods with where their volumes let them be. One whose claims somebody else has to see to
    /// first is not helped by a node.
    SortedMap<String, Pod> mounted(TreeMap<String, Pod> pods) {
        TreeMap<String, List<String>> mounted = mounts.values();
        if (!mounted.isEmpty()) {
            var seen = new Volumes(claims.values(), volumes.values(), classes.values());
            mounted.forEach((name, names) ->
                    pods.computeIfPresent(name, (_, pod) -> mounted(pod, seen.of(names))));
        }
        return pods;
    }

    private Pod mounted(Pod pod, Optional<List<Volume>> found) {
        return templates.shared(
                new Pod(
                        pod.name(),
                        Volumes.with(pod.template(), found.orElse(List.of())),
                        pod.kind(),
                        pod.node(),
                        pod.unschedulable() && found.isPresent(),
                        pod.created(),
                        pod.deletion(),
                        pod.grace(),
                        pod.priority(),
                        pod.deletionCost(),
                        pod.protectedUntil(),
                        pod.stage()));
    }

    /// Nodes with how many volumes they take.
    void limit(Map<String, Node> nodes) {
        limits.values()
                .forEach((name, most) ->
                        nodes.computeIfPresent(name, (_, node) -> Nodes.withMore(node, most)));
    }
}
