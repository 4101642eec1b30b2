package io.mooring.syncer.names;

/// Names one object of the tenant.
///
/// @param kind as `apiVersion/Kind`, for example `v1/Pod`
/// @param namespace empty for cluster-wide kinds
public record TenantRef(String kind, String namespace, String name) {
    @Override
    public String toString() {
        return kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
