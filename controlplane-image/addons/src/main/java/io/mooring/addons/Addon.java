package io.mooring.addons;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Objects that a cluster has together, or not at all. Each carries a label by which it is found
/// again when it is no longer wanted.
///
/// @param objects in the order in which they are made; none if the add-on is not wanted
/// @param editable those of them that stay as somebody else has changed them
public record Addon(String name, List<KubeObject> objects, Set<ObjectRef> editable) {
    static final String LABEL = "mooring.io/add-on";

    /// @throws AddonException if an object is of a kind that cannot be kept
    public Addon {
        var labelled = new ArrayList<KubeObject>();
        for (var object : objects) {
            kind(object);
            labelled.add(object.with(name, "metadata", "labels", LABEL));
        }
        objects = List.copyOf(labelled);
        editable = Set.copyOf(editable);
    }

    static Addon absent(String name) {
        return new Addon(name, List.of(), Set.of());
    }

    static ResourceKind kind(KubeObject object) {
        return ResourceKind.known(object)
                .filter(AddonKeeper.KINDS::contains)
                .orElseThrow(() ->
                        new AddonException(
                                "keeping %s %s in the cluster: there is no way to do so with the kind %s of %s; apply it yourself"
                                        .formatted(
                                                object.kind(),
                                                object.name(),
                                                object.kind(),
                                                object.apiVersion())));
    }

    static ObjectRef ref(KubeObject object) {
        return ObjectRef.of(kind(object), object);
    }
}
