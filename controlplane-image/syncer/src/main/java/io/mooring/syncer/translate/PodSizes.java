package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;

/// What the containers of a pod ask for, which can change while they run: processor time and
/// memory. What the host's admission gave where the tenant says nothing stays.
final class PodSizes {
    private static final List<String> CHANGEABLE = List.of("cpu", "memory");

    private PodSizes() {}

    /// The copy with what is wanted; the same copy if it has that.
    static KubeObject resized(KubeObject wanted, KubeObject copy) {
        var spec = Tree.copy(copy.map("spec"));
        boolean changed = false;
        for (var list : List.of("containers", "initContainers")) {
            for (var container : Tree.maps(spec, list)) {
                for (var other : wanted.maps("spec", list)) {
                    if (Tree.text(other, "name").equals(Tree.text(container, "name"))) {
                        changed |= container(other, container);
                    }
                }
            }
        }
        return changed ? copy.with(spec, "spec") : copy;
    }

    private static boolean container(Map<String, Object> wanted, Map<String, Object> container) {
        boolean changed = false;
        var resources = Tree.map(wanted, "resources");
        for (var kind : List.of("requests", "limits")) {
            for (var resource : CHANGEABLE) {
                var amount = Tree.text(Tree.map(resources, kind), resource);
                var now = Tree.text(Tree.map(Tree.map(container, "resources"), kind), resource);
                if (!amount.isEmpty() && !amount.equals(now)) {
                    Tree.made(Tree.made(container, "resources"), kind).put(resource, amount);
                    changed = true;
                }
            }
        }
        return changed;
    }
}
