package io.mooring.syncer.translate;

import java.util.List;

/// Custom resources of a tenant that the host cluster gets. Their definition is the host's, and
/// comes along from there.
///
/// @param definition the name of the CustomResourceDefinition
/// @param version the one that is asked for; empty for the one that is stored
/// @param patches changes to what goes over
public record SyncedCustom(String definition, String version, List<Patch> patches) {
    public SyncedCustom {
        patches = List.copyOf(patches);
    }
}
