package io.mooring.syncer.translate;

import io.mooring.kube.ResourceKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a tenant sees of what the host cluster has.
///
/// @param nodes empty for nodes that stand for those of the host and tell nothing of them
/// @param definitions definitions of custom resources that go over, by their names; the tenant
///   keeps them, since those resources are its own
/// @param access which of its routes may attach to gateways that it sees
public record FromHost(
        List<ShownKind> kinds,
        List<ShownCustom> customs,
        Optional<ShownNodes> nodes,
        List<String> definitions,
        GatewayAccess access) {
    /// Where the host's own gateways say who may use them.
    public FromHost(
            List<ShownKind> kinds,
            List<ShownCustom> customs,
            Optional<ShownNodes> nodes,
            List<String> definitions) {
        this(kinds, customs, nodes, definitions, GatewayAccess.ofTheHost());
    }

    /// Without definitions of what goes over.
    public FromHost(List<ShownKind> kinds, List<ShownCustom> customs, Optional<ShownNodes> nodes) {
        this(kinds, customs, nodes, List.of());
    }

    public FromHost {
        definitions = List.copyOf(definitions);
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
        var places =
                Stream.concat(customs.stream().map(ShownCustom::definition), definitions.stream())
                        .distinct()
                        .map(ShownKind.Place::named)
                        .toList();
        if (places.isEmpty()) {
            return kinds;
        }
        var defining = ShownKind.definitions(places, definitions);
        return Stream.concat(kinds.stream(), Stream.of(defining)).toList();
    }
}
