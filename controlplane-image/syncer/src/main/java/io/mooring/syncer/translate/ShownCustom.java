package io.mooring.syncer.translate;

import java.util.List;

/// Custom resources of the host that a tenant sees, with their definition.
///
/// @param definition the name of the CustomResourceDefinition
/// @param version the one that is asked for; empty for the one that is stored
/// @param places from where to where
/// @param patches changes to what is shown
public record ShownCustom(
        String definition, String version, List<ShownKind.Place> places, Patches patches) {
    /// Without patches.
    public ShownCustom(String definition, String version, List<ShownKind.Place> places) {
        this(definition, version, places, Patches.none());
    }

    public ShownCustom {
        places = List.copyOf(places);
    }
}
