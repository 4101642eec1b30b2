package io.mooring.syncer.translate;

import java.util.List;

/// Custom resources of the host that a tenant sees, with their definition.
///
/// @param definition the name of the CustomResourceDefinition
/// @param version the one that is asked for; empty for the one that is stored
/// @param places from where to where
public record ShownCustom(String definition, String version, List<ShownKind.Place> places) {
    public ShownCustom {
        places = List.copyOf(places);
    }
}
