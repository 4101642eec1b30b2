package io.mooring.syncer.engine;

import io.mooring.kube.ResourceKind;
import io.mooring.syncer.translate.SyncedCustom;
import java.util.List;

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
                public List<String> unknown() {
                    return List.of();
                }
            };

    boolean offers(ResourceKind kind, String name);

    /// What has not been listed yet, in words.
    List<String> unknown();

    /// Whether the custom resources may be synced, now or as soon as their definition has come, as
    /// far as is known.
    default boolean mayCome(SyncedCustom custom) {
        return false;
    }
}
