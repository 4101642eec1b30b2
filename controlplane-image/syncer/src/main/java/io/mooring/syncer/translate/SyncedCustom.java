package io.mooring.syncer.translate;

import java.util.List;

/// Custom resources of a tenant that the host cluster gets. Their definition is the host's, and
/// comes along from there.
///
/// @param definition the name of the CustomResourceDefinition
/// @param version the one that is asked for; empty for the one that is stored
/// @param patches changes to what goes over
public record SyncedCustom(
        String definition, String version, List<Patch> patches, Meaning meaning) {
    /// Who knows what in them names other objects.
    public enum Meaning {
        /// Whoever runs the virtual cluster, and says it by patches.
        OF_PATCHES,
        /// [GatewayApi] does.
        GATEWAY_API
    }

    /// Of which nobody here knows what they mean.
    public SyncedCustom(String definition, String version, List<Patch> patches) {
        this(definition, version, patches, Meaning.OF_PATCHES);
    }

    public SyncedCustom {
        patches = List.copyOf(patches);
    }
}
