package io.mooring.syncer.translate;

import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.ShownKind.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Services of the host that a tenant has, each with what is behind it. The tenant's API gives it
/// an address, and its copy goes over like that of any other: so pods reach it by that address.
public final class ShownServices {
    private static final Set<String> OF_SERVICE =
            Set.of("ports", "type", "externalName", "sessionAffinity", "publishNotReadyAddresses");
    private static final Set<String> OF_ADDRESS = Set.of("ip", "hostname");

    private ShownServices() {}

    /// @param places from which service to which
    public static List<ShownKind> of(HostNames names, List<Place> places) {
        var none = change("metadata.annotations", _ -> Map.of());
        // of the host's controllers, which would have the tenant's do as if they had made it
        var plain = change("metadata.labels", labels -> without(labels, "kubernetes.io/"));
        return List.of(
                shown(ResourceKind.SERVICE, names, places, change("spec", ShownServices::spec)),
                shown(
                        ResourceKind.ENDPOINTS,
                        names,
                        places,
                        none,
                        plain,
                        change("subsets[*]", ShownServices::subset)));
    }

    private static ShownKind shown(
            ResourceKind kind, HostNames names, List<Place> places, Patch... changes) {
        return new ShownKind(kind, Map.of(), places, false)
                .patched(new Patches(names.cluster(), names.hostNamespace(), List.of(changes)));
    }

    private static Patch change(String path, UnaryOperator<Map<String, Object>> change) {
        Patch.Change there =
                (value, _) -> value.map(old -> change.apply(Tree.map(Map.of("", old), "")));
        return new Patch(
                FieldPath.parse(path), new Patch.Expressed(Optional.of(there), Optional.empty()));
    }

    private static Map<String, Object> without(Map<String, Object> labels, String domain) {
        var left = new LinkedHashMap<>(labels);
        left.keySet().removeIf(key -> key.contains(domain));
        return left;
    }

    private static Map<String, Object> spec(Map<String, Object> host) {
        var spec = new LinkedHashMap<>(host);
        spec.keySet().retainAll(OF_SERVICE);
        Tree.maps(spec, "ports").forEach(port -> port.remove("nodePort"));
        if (!Tree.text(host, "type").equals("ExternalName")) {
            spec.put("type", "ClusterIP");
        }
        if (Tree.text(host, "clusterIP").equals("None")) {
            spec.put("clusterIP", "None");
        }
        return spec;
    }

    private static Map<String, Object> subset(Map<String, Object> host) {
        for (var list : List.of("addresses", "notReadyAddresses")) {
            Tree.maps(host, list).forEach(address -> address.keySet().retainAll(OF_ADDRESS));
        }
        return host;
    }
}
