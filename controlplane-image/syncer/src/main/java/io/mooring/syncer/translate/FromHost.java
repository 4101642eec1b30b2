package io.mooring.syncer.translate;

import io.mooring.kube.ResourceKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a tenant sees of what the host cluster has.
///
/// @param nodes empty for nodes that stand for those of the host and tell nothing of them
public record FromHost(
        List<ShownKind> kinds, List<ShownCustom> customs, Optional<ShownNodes> nodes) {
    public FromHost {
        kinds = List.copyOf(kinds);
        customs = List.copyOf(customs);
    }

    public static FromHost nothing() {
        return new FromHost(List.of(), List.of(), Optional.empty());
    }

    /// Whether tenants see objects of the kind.
    public boolean shows(ResourceKind kind) {
        return kinds.stream().anyMatch(shown -> shown.kind().equals(kind));
    }

    /// All kinds, definitions of custom resources included.
    public List<ShownKind> all() {
        if (customs.isEmpty()) {
            return kinds;
        }
        var places =
                customs.stream()
                        .map(ShownCustom::definition)
                        .distinct()
                        .map(ShownKind.Place::named);
        var definitions =
                new ShownKind(
                        ResourceKind.CUSTOM_RESOURCE_DEFINITION, Map.of(), places.toList(), false);
        return Stream.concat(kinds.stream(), Stream.of(definitions)).toList();
    }
}
