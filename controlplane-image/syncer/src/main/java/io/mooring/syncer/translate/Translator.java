package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.TenantRef;
import java.util.List;
import java.util.Set;

/// Both directions of one kind of objects. Pure: the same arguments give the same results.
public interface Translator {
    ResourceKind kind();

    /// Whether none of the kind ever goes over, so that nobody needs to know what the host has of
    /// it: other kinds' translations depend on what the tenant has.
    default boolean staysWithTenant() {
        return false;
    }

    /// What is to be in the host cluster for the tenant's object.
    Translation toHost(KubeObject tenant, TenantView view);

    /// The config maps and secrets that the tenant's object refers to.
    default Set<TenantRef> references(KubeObject tenant) {
        return References.of(kind(), tenant);
    }

    /// The tenant's object with what the host's object has to tell; the same object if that is
    /// nothing.
    default KubeObject toTenant(KubeObject tenant, KubeObject host) {
        return tenant;
    }

    /// Why some of what the host's object has to tell is not told, for the tenant to read.
    default List<String> untold(KubeObject tenant, KubeObject host) {
        return List.of();
    }

    /// The wanted object with what the host cluster adds to such objects and may keep: addresses,
    /// ports, what cannot be changed any more.
    default KubeObject keeping(KubeObject wanted, KubeObject host) {
        return wanted;
    }

    /// The wanted object as it can be made: without what can only be added later.
    default KubeObject fresh(KubeObject wanted) {
        return wanted;
    }

    /// The copy with what can be added by the API's own way for it only; the same copy if that is
    /// nothing.
    default KubeObject extended(KubeObject wanted, KubeObject copy) {
        return copy;
    }

    /// The copy with what can be changed by the API's own way for it only: what it asks for; the
    /// same copy if that is nothing.
    default KubeObject resized(KubeObject wanted, KubeObject copy) {
        return copy;
    }

    /// Whether the copy can never become what is wanted, so that it has to go first.
    default boolean isReplaced(KubeObject wanted, KubeObject copy) {
        return false;
    }

    /// What of the wanted object can still be changed once it is there.
    default KubeObject changeable(KubeObject wanted) {
        return wanted;
    }
}
