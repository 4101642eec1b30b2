package io.mooring.syncer.engine;

import io.mooring.kube.ResourceKind;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.SyncedCustom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Other things of the host that tenants may name, and its nodes.
record NodeOffers(Offers others, HostNodes nodes) implements Offers {
    @Override
    public boolean offers(ResourceKind kind, String name) {
        return kind.equals(ResourceKind.NODE) ? nodes.holds(name) : others.offers(kind, name);
    }

    @Override
    public boolean isKnown(ResourceKind kind) {
        return kind.equals(ResourceKind.NODE) ? nodes.isKnown() : others.isKnown(kind);
    }

    @Override
    public Optional<Name> origin(ResourceKind kind, Name seen) {
        return others.origin(kind, seen);
    }

    @Override
    public boolean mayCome(SyncedCustom custom) {
        return others.mayCome(custom);
    }

    @Override
    public List<String> unknown() {
        return nodes.isKnown()
                ? others.unknown()
                : Stream.concat(others.unknown().stream(), Stream.of("nodes of the host cluster"))
                        .toList();
    }
}
