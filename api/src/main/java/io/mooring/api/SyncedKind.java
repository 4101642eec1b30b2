package io.mooring.api;

import java.util.List;

/// A kind of objects that `sync` switches on and off.
///
/// @param path of its settings, for example `sync.toHost.ingresses`
/// @param apiVersion `v1` or `GROUP/VERSION`
/// @param plural the name in paths and rights, for example `ingresses`
/// @param required whether what else is synced depends on it
/// @param selector which of them; all if it says nothing
public record SyncedKind(
        String path,
        String apiVersion,
        String kind,
        String plural,
        boolean namespaced,
        boolean enabled,
        boolean required,
        List<SyncToHost.Patch> patches,
        LabelSelector selector) {

    /// The group of the API; empty for the core.
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
}
