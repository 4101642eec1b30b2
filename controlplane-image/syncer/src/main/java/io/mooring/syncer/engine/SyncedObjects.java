package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.names.Marks;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What of the host's is the copy of what of the tenant's, as far as is known now. Thread-safe.
final class SyncedObjects {
    private final HostNames names;
    private final Sides sides;
    private final Supplier<Set<ResourceKind>> kinds;

    SyncedObjects(HostNames names, Sides sides, Supplier<Set<ResourceKind>> kinds) {
        this.names = names;
        this.sides = sides;
        this.kinds = kinds;
    }

    /// Whether nothing is missed because it has not been listed yet.
    boolean areKnown() {
        return sides.areKnown();
    }

    /// The tenant's pod, if it is there and its copy is.
    Optional<SyncedPod> pod(String namespace, String name) {
        var key = new SyncKey(ResourceKind.POD, namespace, name);
        return sides.tenant(key)
                .flatMap(pod -> sides.copy(key).flatMap(copy -> SyncedPod.of(names, pod, copy)));
    }

    /// The tenant's object whose copy a reference of the host cluster names, as events have them.
    Optional<KubeObject> origin(Map<String, Object> reference) {
        var uid = String.valueOf(reference.get("uid"));
        return kinds.get().stream()
                .filter(kind ->
                        kind.kind().equals(reference.get("kind"))
                                && kind.apiVersion().equals(reference.get("apiVersion")))
                .findFirst()
                .flatMap(kind -> origin(kind, String.valueOf(reference.get("name")), uid));
    }

    private Optional<KubeObject> origin(ResourceKind kind, String name, String uid) {
        var copy = sides.host(kind, name).filter(found -> found.uid().equals(uid));
        return copy.flatMap(found -> Marks.origin(names, found))
                .map(ref -> new SyncKey(kind, ref.namespace(), ref.name()))
                .flatMap(key ->
                        sides.tenant(key)
                                .filter(tenant ->
                                        SyncedPod.isCopy(names, key, tenant, copy.orElseThrow())));
    }
}
