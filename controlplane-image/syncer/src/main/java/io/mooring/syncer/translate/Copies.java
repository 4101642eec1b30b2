package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.syncer.names.Digests;
import io.mooring.syncer.names.Keys;
import io.mooring.syncer.names.Marks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What the copies of all kinds have in common: name, labels, annotations, owner.
///
/// Owners, finalizers and whatever else the tenant's metadata holds stay behind: in the host
/// cluster they would mean other things.
final class Copies {
    private static final Set<String> LEFT_BEHIND =
            Set.of(
                    // of no use without its client, and as large as the object
                    "kubectl.kubernetes.io/last-applied-configuration",
                    // say to a kubelet and to admission that a pod is a file on its node
                    "kubernetes.io/config.mirror",
                    "kubernetes.io/config.source",
                    "kubernetes.io/config.hash",
                    "kubernetes.io/config.seen",
                    // tells the tenant's side only
                    Keys.toHost(PodLife.BOUND));

    private final Settings settings;

    Copies(Settings settings) {
        this.settings = settings;
    }

    /// The tenant's object as a tree to change, with the metadata it has in the host cluster and
    /// without status. One without a namespace has the marks alone: whoever looks at all of a kind
    /// chooses by labels and annotations, and no object of a namespace can own it.
    Map<String, Object> of(KubeObject tenant) {
        var copy = Tree.copy(tenant.fields());
        copy.remove("status");
        var metadata = new LinkedHashMap<String, Object>();
        if (tenant.namespace().isEmpty()) {
            metadata.put("name", name("", tenant.name()));
            metadata.put("labels", new TreeMap<String, Object>(marks("")));
            metadata.put("annotations", new TreeMap<String, Object>(Marks.annotations(tenant)));
            copy.put("metadata", metadata);
            return copy;
        }
        metadata.put("name", name(tenant.namespace(), tenant.name()));
        metadata.put("namespace", settings.names().hostNamespace());
        var labels = new TreeMap<String, Object>(Keys.toHost(tenant.labels()));
        labels.putAll(marks(tenant.namespace()));
        metadata.put("labels", labels);
        metadata.put("annotations", annotations(tenant));
        if (!settings.owner().isEmpty()) {
            metadata.put("ownerReferences", List.of(settings.owner()));
        }
        copy.put("metadata", metadata);
        return copy;
    }

    private static Map<String, Object> annotations(KubeObject tenant) {
        var annotations = new TreeMap<String, Object>(Keys.toHost(tenant.annotations()));
        annotations.keySet().removeAll(LEFT_BEHIND);
        annotations.putAll(Marks.annotations(tenant));
        return annotations;
    }

    /// The labels that all copies of objects of the tenant's namespace have.
    Map<String, String> marks(String namespace) {
        return Marks.labels(settings.names(), namespace);
    }

    /// The label that all copies of objects of this cluster have.
    Map<String, String> mark() {
        return Map.of(Marks.CLUSTER, settings.names().cluster());
    }

    /// The host's name for a name that a tenant wrote, without a namespace if that is empty. What
    /// cannot be the name of anything becomes the name of nothing.
    String name(String namespace, String name) {
        try {
            return name.isEmpty() ? "" : settings.names().copy(namespace, name);
        } catch (IllegalArgumentException _) {
            return "nothing-" + Digests.hex(name, 40);
        }
    }

    /// Replaces the name under the key of the map.
    void rename(Map<String, Object> holder, String key, String namespace) {
        if (holder.get(key) instanceof String name) {
            holder.put(key, name(namespace, name));
        }
    }

    /// Replaces the names of a list of `{name: ...}`.
    void renameAll(List<Map<String, Object>> references, String namespace) {
        references.forEach(reference -> rename(reference, "name", namespace));
    }
}
