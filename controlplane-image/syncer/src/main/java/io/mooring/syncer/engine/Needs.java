package io.mooring.syncer.engine;

import io.mooring.syncer.names.TenantRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Which config maps and secrets are needed in the host cluster because something that is there
/// refers to them. Thread-safe.
final class Needs {
    // both guarded by this
    private final Map<SyncKey, Set<TenantRef>> byHolder = new HashMap<>();
    private final Map<TenantRef, Integer> holders = new HashMap<>();

    /// Notes what the holder refers to now; nothing if it is gone.
    ///
    /// @return what is needed now and was not, and what was and is not
    synchronized Set<TenantRef> note(SyncKey holder, Set<TenantRef> refs) {
        var before = byHolder.getOrDefault(holder, Set.of());
        if (refs.isEmpty()) {
            byHolder.remove(holder);
        } else {
            byHolder.put(holder, Set.copyOf(refs));
        }
        var changed = new HashSet<TenantRef>();
        for (var ref : refs) {
            if (!before.contains(ref) && holders.merge(ref, 1, Integer::sum) == 1) {
                changed.add(ref);
            }
        }
        for (var ref : before) {
            if (!refs.contains(ref)
                    && holders.computeIfPresent(ref, (_, n) -> n == 1 ? null : n - 1) == null) {
                changed.add(ref);
            }
        }
        return changed;
    }

    synchronized boolean isNeeded(TenantRef ref) {
        return holders.containsKey(ref);
    }
}
