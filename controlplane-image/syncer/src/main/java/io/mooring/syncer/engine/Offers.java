package io.mooring.syncer.engine;

import io.mooring.kube.ResourceKind;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.SyncedCustom;
import java.util.List;
import java.util.Optional;

/// What of the host's tenants may name in their objects. Thread-safe.
interface Offers {
    /// Nothing is chosen, so everything may be named.
    Offers ALL =
            new Offers() {
                @Override
                public boolean offers(ResourceKind kind, String name) {
                    return true;
                }

                @Override
                public boolean isKnown(ResourceKind kind) {
                    return true;
                }

                @Override
                public Optional<Name> origin(ResourceKind kind, Name seen) {
                    return Optional.empty();
                }

                @Override
                public List<String> unknown() {
                    return List.of();
                }
            };

    boolean offers(ResourceKind kind, String name);

    /// Whether what is said of the kind is the last word for now.
    boolean isKnown(ResourceKind kind);

    /// Which of the host's objects the tenant sees under the name; empty if that is none, or if it
    /// has one of its own there.
    Optional<Name> origin(ResourceKind kind, Name seen);

    /// What has not been listed yet, in words.
    List<String> unknown();

    /// Whether the custom resources may be synced, now or as soon as their definition has come, as
    /// far as is known.
    default boolean mayCome(SyncedCustom custom) {
        return false;
    }
}
