package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The patches of one kind, of which the expressions are applied here, one after the other.
///
/// @param cluster what expressions are told of the virtual cluster, as `hostNamespace`
public record Patches(String cluster, String hostNamespace, List<Patch> all) {
    public Patches {
        all = List.copyOf(all);
    }

    public static Patches none() {
        return new Patches("", "", List.of());
    }

    static Patches of(HostNames names, List<Patch> patches) {
        return new Patches(names.cluster(), names.hostNamespace(), patches);
    }

    /// What a tenant is shown of the host's, by its name and with its mark whatever patches say.
    ///
    /// @throws IllegalArgumentException if one makes no sense of it
    KubeObject shown(KubeObject host, KubeObject plain) {
        if (all.isEmpty()) {
            return plain;
        }
        var tree = Tree.copy(plain.fields());
        there(tree, Map.of("hostObject", host, "virtualObject", plain));
        var patched =
                new KubeObject(tree)
                        .with(plain.apiVersion(), "apiVersion")
                        .with(plain.kind(), "kind")
                        .with(plain.name(), "metadata", "name")
                        .with("true", "metadata", "labels", Marks.FROM_HOST);
        return plain.namespace().isEmpty()
                ? patched
                : patched.with(plain.namespace(), "metadata", "namespace");
    }

    /// @param tree is changed
    /// @throws IllegalArgumentException if one makes no sense of it; the message says which and why
    void there(Map<String, Object> tree, Map<String, KubeObject> objects) {
        apply(tree, objects, Patch.Expressed::there);
    }

    /// As above, on the way back. What one makes no sense of is as if it were not there: that the
    /// object lives and goes must not hang on it.
    ///
    /// @return which made no sense of it, and why
    List<String> back(Map<String, Object> tree, Map<String, KubeObject> objects) {
        var problems = new LinkedHashSet<String>();
        apply(tree, objects, patch -> patch.back().map(change -> orNothing(change, problems)));
        return List.copyOf(problems);
    }

    private static Patch.Change orNothing(Patch.Change change, Set<String> problems) {
        return (value, context) -> {
            try {
                return change.apply(value, context);
            } catch (IllegalArgumentException e) {
                problems.add("the patch of " + context.get("path") + ": " + e.getMessage());
                return Optional.empty();
            }
        };
    }

    boolean comeBack() {
        return all.stream()
                .anyMatch(p -> p.way() instanceof Patch.Expressed e && e.back().isPresent());
    }

    private void apply(
            Map<String, Object> tree,
            Map<String, KubeObject> objects,
            Function<Patch.Expressed, Optional<Patch.Change>> direction) {
        for (var patch : all) {
            if (patch.way() instanceof Patch.Expressed expressed) {
                direction
                        .apply(expressed)
                        .ifPresent(change -> apply(tree, objects, patch.path(), change));
            }
        }
    }

    private void apply(
            Map<String, Object> tree,
            Map<String, KubeObject> objects,
            FieldPath path,
            Patch.Change change) {
        var context = new LinkedHashMap<String, Object>();
        context.put("vcluster", Map.of("name", cluster, "namespace", hostNamespace));
        context.put("path", path.text());
        objects.forEach((name, object) -> context.put(name, object.fields()));
        path.change(
                tree,
                value -> {
                    try {
                        return change.apply(value, context).map(Tree::copyValue);
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException(
                                "the patch of " + path + ": " + e.getMessage(), e);
                    }
                });
    }
}
