package io.mooring.syncer.translate;

import io.mooring.kube.ResourceKind;
import java.util.List;
import java.util.Map;

/// Custom resources of the host that a tenant sees, with their definition.
///
/// @param definition the name of the CustomResourceDefinition
/// @param version the one that is asked for; empty for the one that is stored
/// @param selector of labels; empty for all
/// @param places from where to where
/// @param patches changes to what is shown
public record ShownCustom(
        String definition,
        String version,
        Map<String, Object> selector,
        List<ShownKind.Place> places,
        Patches patches) {
    /// All, without patches.
    public ShownCustom(String definition, String version, List<ShownKind.Place> places) {
        this(definition, version, Map.of(), places, Patches.none());
    }

    public ShownCustom {
        selector = Map.copyOf(selector);
        places = List.copyOf(places);
    }

    /// Whether it is of this kind, in whatever version.
    public boolean is(ResourceKind kind) {
        int slash = kind.apiVersion().indexOf('/');
        return definition.equals(
                kind.plural() + "." + kind.apiVersion().substring(0, Math.max(0, slash)));
    }
}
