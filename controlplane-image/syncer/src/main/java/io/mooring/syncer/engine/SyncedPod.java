package io.mooring.syncer.engine;

import java.util.Set;

/// A tenant's pod that runs in the host cluster.
///
/// @param copy the host's name of it
/// @param containers those that the tenant gave it, of all kinds
public record SyncedPod(String copy, Set<String> containers) {
    public SyncedPod {
        containers = Set.copyOf(containers);
    }
}
