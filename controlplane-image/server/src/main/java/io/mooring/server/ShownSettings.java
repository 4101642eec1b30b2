package io.mooring.server;

import io.mooring.api.CustomName;
import io.mooring.api.HostMapping;
import io.mooring.api.LabelSelector;
import io.mooring.api.Networking;
import io.mooring.api.SyncFromHost;
import io.mooring.api.SyncedKind;
import io.mooring.api.SyncedKinds;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.FromHost;
import io.mooring.syncer.translate.ShownCustom;
import io.mooring.syncer.translate.ShownKind;
import io.mooring.syncer.translate.ShownKind.Place;
import io.mooring.syncer.translate.ShownNodes;
import io.mooring.syncer.translate.ShownServices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of the host a tenant sees, as the configuration says.
final class ShownSettings {

    private ShownSettings() {}

    /// @param names of the control plane and its namespace
    static FromHost of(VirtualClusterConfig config, HostNames names) {
        SyncFromHost sync = config.sync().fromHost();
        var kinds = new ArrayList<ShownKind>();
        for (SyncedKind kind : SyncedKinds.fromHost(config)) {
            if (kind.enabled()) {
                kinds.add(
                        ShownKind.whole(SyncerSettings.kind(kind), selector(kind.selector()))
                                .patched(PatchSettings.shown(names, kind.patches())));
            }
        }
        mapped(ResourceKind.CONFIG_MAP, sync.configMaps(), names).ifPresent(kinds::add);
        mapped(ResourceKind.SECRET, sync.secrets(), names).ifPresent(kinds::add);
        kinds.addAll(services(config.networking().replicateServices().fromHost(), names));
        return new FromHost(
                kinds,
                customs(config, names),
                nodes(config, names),
                config.sync().toHost().definitions(),
                GatewaySettings.access(sync.gateways()));
    }

    private static Optional<ShownKind> mapped(
            ResourceKind kind, SyncFromHost.Mapped mapped, HostNames names) {
        return mapped.enabled()
                ? Optional.of(
                        new ShownKind(
                                        kind,
                                        Map.of(),
                                        places(
                                                HostMapping.of(mapped.mappings()),
                                                names.hostNamespace()),
                                        false)
                                .patched(PatchSettings.shown(names, mapped.patches())))
                : Optional.empty();
    }

    private static List<ShownKind> services(
            List<Networking.ServiceMapping> mappings, HostNames names) {
        List<HostMapping> all = mappings.stream().map(Networking.ServiceMapping::fromHost).toList();
        return all.isEmpty()
                ? List.of()
                : ShownServices.of(names, places(all, names.hostNamespace()));
    }

    private static List<ShownCustom> customs(VirtualClusterConfig config, HostNames names) {
        var all = new ArrayList<ShownCustom>();
        config.sync()
                .fromHost()
                .customResources()
                .forEach((name, resource) -> {
                    if (resource.enabled()) {
                        all.add(custom(name, resource, names));
                    }
                });
        all.addAll(GatewaySettings.shown(config, names));
        return all;
    }

    private static ShownCustom custom(
            String name, SyncFromHost.CustomResource resource, HostNames names) {
        CustomName custom = CustomName.of(name);
        return new ShownCustom(
                custom.definition(),
                custom.version(),
                Map.of(),
                resource.scope().equals("Namespaced")
                        ? places(HostMapping.of(resource.mappings()), names.hostNamespace())
                        : List.of(Place.everything()),
                PatchSettings.shown(names, resource.patches()));
    }

    static List<Place> places(List<HostMapping> mappings, String own) {
        return mappings.stream()
                .map(mapping ->
                        new Place(
                                mapping.hostNamespace().isEmpty() ? own : mapping.hostNamespace(),
                                mapping.hostName(),
                                mapping.namespace(),
                                mapping.name()))
                .toList();
    }

    private static Optional<ShownNodes> nodes(VirtualClusterConfig config, HostNames names) {
        SyncFromHost.Nodes nodes = config.sync().fromHost().nodes();
        if (!nodes.enabled()) {
            return Optional.empty();
        }
        var selector = nodes.selector();
        boolean all =
                selector.all() || (SyncedKinds.schedules(config) && selector.labels().isEmpty());
        return Optional.of(
                new ShownNodes(
                        all,
                        selector.labels(),
                        !nodes.clearImageStatus(),
                        nodes.syncBackChanges(),
                        PatchSettings.shown(names, nodes.patches())));
    }

    static Map<String, Object> selector(LabelSelector selector) {
        var all = new LinkedHashMap<String, Object>();
        all.put("matchLabels", selector.matchLabels());
        all.put(
                "matchExpressions",
                selector.matchExpressions().stream()
                        .map(expression ->
                                Map.of(
                                        "key", expression.key(),
                                        "operator", expression.operator(),
                                        "values", expression.values()))
                        .toList());
        return all;
    }
}
