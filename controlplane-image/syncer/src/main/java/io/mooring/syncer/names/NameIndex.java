package io.mooring.syncer.names;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which object of the tenant has which name in the host cluster, so that a second one that would
/// get the same name is found. Not thread-safe.
public final class NameIndex {
    private record HostKey(String kind, String name) {}

    private final HostNames names;
    private final Map<HostKey, TenantRef> owners = new HashMap<>();

    public NameIndex(HostNames names) {
        this.names = names;
    }

    /// Gives the object its name unless another has it.
    ///
    /// @return the one that has it, if that is another
    public Optional<TenantRef> claim(TenantRef ref) {
        var owner = owners.putIfAbsent(key(ref), ref);
        return Optional.ofNullable(owner).filter(other -> !other.equals(ref));
    }

    /// The object of the tenant that has the name in the host cluster.
    public Optional<TenantRef> owner(String kind, String hostName) {
        return Optional.ofNullable(owners.get(new HostKey(kind, hostName)));
    }

    /// Frees the name, if this object has it.
    public void release(TenantRef ref) {
        owners.remove(key(ref), ref);
    }

    private HostKey key(TenantRef ref) {
        return new HostKey(ref.kind(), names.namespaced(ref.namespace(), ref.name()));
    }
}
