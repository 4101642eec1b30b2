package io.mooring.syncer.engine;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.TenantRef;

/// What is worked on: one object of the tenant, whether it is there or not, and its copy.
record SyncKey(ResourceKind kind, String namespace, String name) {
    static SyncKey of(ResourceKind kind, KubeObject tenant) {
        return new SyncKey(kind, tenant.namespace(), tenant.name());
    }

    /// Whether this is the object that the reference names.
    boolean is(TenantRef ref) {
        return ref.kind().equals(kind.apiVersion() + "/" + kind.kind())
                && ref.namespace().equals(namespace)
                && ref.name().equals(name);
    }

    @Override
    public String toString() {
        return kind.plural() + " " + namespace + "/" + name;
    }
}
