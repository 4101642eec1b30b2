package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Keys;
import io.mooring.syncer.names.TenantRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Another translator, with changes to what it makes. Whose copy an object is, is not theirs to
/// change.
final class PatchedTranslator implements Translator {
    private final Translator plain;
    private final Copies copies;
    private final String hostNamespace;
    private final List<Patch> patches;
    private final Patches expressed;

    PatchedTranslator(Translator plain, Settings settings, List<Patch> patches) {
        this.plain = plain;
        this.copies = new Copies(settings);
        this.hostNamespace = settings.names().hostNamespace();
        this.patches = List.copyOf(patches);
        this.expressed = Patches.of(settings.names(), patches);
    }

    @Override
    public ResourceKind kind() {
        return plain.kind();
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        return switch (plain.toHost(tenant, view)) {
            case Translation.Synced(var host, var notes) -> patched(tenant, host, notes);
            case Translation other -> other;
        };
    }

    private Translation patched(KubeObject tenant, KubeObject host, List<String> notes) {
        var tree = Tree.copy(host.fields());
        try {
            expressed.there(tree, Map.of("virtualObject", tenant, "hostObject", host));
            for (var patch : patches) {
                switch (patch.way()) {
                    case Patch.Expressed _ -> {}
                    case Patch.Labels() ->
                            patch.path()
                                    .change(
                                            tree,
                                            found ->
                                                    found.or(() -> everything(patch.path()))
                                                            .map(v -> labels(tenant, v)));
                    case Patch.Reference reference ->
                            patch.path()
                                    .change(
                                            tree,
                                            found -> found.map(v -> renamed(tenant, v, reference)));
                }
            }
        } catch (IllegalArgumentException e) {
            return new Translation.Unpatched(String.valueOf(e.getMessage()));
        }
        return new Translation.Synced(proved(host, tree), notes);
    }

    /// With all that says whose copy it is as it was.
    private static KubeObject proved(KubeObject host, Map<String, Object> tree) {
        tree.put("apiVersion", host.apiVersion());
        tree.put("kind", host.kind());
        var metadata = Tree.made(tree, "metadata");
        var own = host.map("metadata");
        metadata.keySet().retainAll(own.keySet());
        own.forEach((key, value) -> {
            if (!key.equals("labels") && !key.equals("annotations")) {
                metadata.put(key, value);
            }
        });
        for (var part : List.of("labels", "annotations")) {
            var texts = new TreeMap<String, Object>();
            Tree.map(metadata, part)
                    .forEach((key, value) -> {
                        if (!Keys.isOfDomain(key)) {
                            texts.put(key, String.valueOf(value));
                        }
                    });
            host.map("metadata", part)
                    .forEach((key, value) -> {
                        if (Keys.isOfDomain(key)) {
                            texts.put(key, value);
                        }
                    });
            metadata.put(part, texts);
        }
        return new KubeObject(tree);
    }

    /// In many kinds no selector is one of everything.
    private static Optional<Object> everything(FieldPath path) {
        return path.lastKey().endsWith("elector") ? Optional.of(Map.of()) : Optional.empty();
    }

    private Object labels(KubeObject tenant, Object value) {
        if (!(value instanceof Map<?, ?>)) {
            return value;
        }
        var marks = copies.marks(tenant.namespace());
        var map = Tree.map(Map.of("", value), "");
        // a selector of nothing selects everything, others' too
        boolean selects =
                map.isEmpty()
                        || map.containsKey("matchLabels")
                        || map.containsKey("matchExpressions");
        if (selects) {
            return Selectors.pods(map, marks);
        }
        var labels = Selectors.keys(map, Keys::toHost);
        labels.putAll(marks);
        return labels;
    }

    private Object renamed(KubeObject tenant, Object value, Patch.Reference reference) {
        if (reference.name().isEmpty()) {
            return value instanceof String name ? copies.name(tenant.namespace(), name) : value;
        }
        if (!(value instanceof Map<?, ?>)) {
            return value;
        }
        var map = Tree.map(Map.of("", value), "");
        var namespace = reference.namespace().flatMap(path -> textAt(path, map));
        reference
                .name()
                .get()
                .change(
                        map,
                        found ->
                                found.map(name ->
                                        copies.name(
                                                namespace.orElse(tenant.namespace()),
                                                String.valueOf(name))));
        reference
                .namespace()
                .ifPresent(path -> path.change(map, found -> found.map(_ -> hostNamespace)));
        return map;
    }

    private static Optional<String> textAt(FieldPath path, Map<String, Object> map) {
        var found = new String[] {""};
        path.change(
                Tree.copy(map),
                value -> {
                    value.ifPresent(text -> found[0] = String.valueOf(text));
                    return value;
                });
        return Optional.of(found[0]).filter(text -> !text.isEmpty());
    }

    @Override
    public Set<TenantRef> references(KubeObject tenant) {
        var all = new LinkedHashSet<>(plain.references(tenant));
        for (var patch : patches) {
            if (patch.way() instanceof Patch.Reference reference) {
                patch.path()
                        .change(
                                Tree.copy(tenant.fields()),
                                found -> {
                                    found.flatMap(value -> named(tenant, value, reference))
                                            .ifPresent(all::add);
                                    return found;
                                });
            }
        }
        return all;
    }

    private static Optional<TenantRef> named(
            KubeObject tenant, Object value, Patch.Reference reference) {
        if (!reference.kind().equals("v1/Secret") && !reference.kind().equals("v1/ConfigMap")) {
            return Optional.empty();
        }
        if (reference.name().isEmpty()) {
            return value instanceof String name
                    ? Optional.of(new TenantRef(reference.kind(), tenant.namespace(), name))
                    : Optional.empty();
        }
        if (!(value instanceof Map<?, ?>)) {
            return Optional.empty();
        }
        var map = Tree.map(Map.of("", value), "");
        var namespace = reference.namespace().flatMap(path -> textAt(path, map));
        return textAt(reference.name().get(), map)
                .map(name ->
                        new TenantRef(
                                reference.kind(), namespace.orElse(tenant.namespace()), name));
    }

    @Override
    public KubeObject toTenant(KubeObject tenant, KubeObject host) {
        if (!expressed.comeBack()) {
            return plain.toTenant(tenant, host);
        }
        var tree = Tree.copy(host.fields());
        var _ = expressed.back(tree, Map.of("virtualObject", tenant, "hostObject", host));
        return plain.toTenant(tenant, new KubeObject(tree));
    }

    @Override
    public List<String> untold(KubeObject tenant, KubeObject host) {
        return expressed.comeBack()
                ? expressed.back(
                        Tree.copy(host.fields()),
                        Map.of("virtualObject", tenant, "hostObject", host))
                : List.of();
    }

    @Override
    public KubeObject keeping(KubeObject wanted, KubeObject host) {
        return plain.keeping(wanted, host);
    }

    @Override
    public KubeObject fresh(KubeObject wanted) {
        return plain.fresh(wanted);
    }

    @Override
    public KubeObject extended(KubeObject wanted, KubeObject copy) {
        return plain.extended(wanted, copy);
    }

    @Override
    public boolean isReplaced(KubeObject wanted, KubeObject copy) {
        return plain.isReplaced(wanted, copy);
    }

    @Override
    public KubeObject changeable(KubeObject wanted) {
        return plain.changeable(wanted);
    }
}
