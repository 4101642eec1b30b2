package io.mooring.server;

import io.mooring.api.CustomName;
import io.mooring.api.HostMapping;
import io.mooring.api.LabelSelector;
import io.mooring.api.SyncFromHost;
import io.mooring.api.SyncToHost;
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
        return new FromHost(
                kinds, customs(sync, names), nodes(config), definitions(config.sync().toHost()));
    }

    private static List<String> definitions(SyncToHost sync) {
        return sync.customNames().stream().map(CustomName::definition).toList();
    }

    private static Optional<ShownKind> mapped(
            ResourceKind kind, SyncFromHost.Mapped mapped, HostNames names) {
        return mapped.enabled()
                ? Optional.of(
                        new ShownKind(
                                        kind,
                                        Map.of(),
                                        places(mapped.mappings(), names.hostNamespace()),
                                        false)
                                .patched(PatchSettings.shown(names, mapped.patches())))
                : Optional.empty();
    }

    private static List<ShownCustom> customs(SyncFromHost sync, HostNames names) {
        return sync.customResources().entrySet().stream()
                .filter(entry -> entry.getValue().enabled())
                .map(entry -> custom(entry.getKey(), entry.getValue(), names))
                .toList();
    }

    private static ShownCustom custom(
            String name, SyncFromHost.CustomResource resource, HostNames names) {
        CustomName custom = CustomName.of(name);
        return new ShownCustom(
                custom.definition(),
                custom.version(),
                resource.scope().equals("Namespaced")
                        ? places(resource.mappings(), names.hostNamespace())
                        : List.of(Place.everything()),
                PatchSettings.shown(names, resource.patches()));
    }

    private static List<Place> places(SyncToHost.Mappings mappings, String own) {
        return HostMapping.of(mappings).stream()
                .map(mapping ->
                        new Place(
                                mapping.hostNamespace().isEmpty() ? own : mapping.hostNamespace(),
                                mapping.hostName(),
                                mapping.namespace(),
                                mapping.name()))
                .toList();
    }

    private static Optional<ShownNodes> nodes(VirtualClusterConfig config) {
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
                        nodes.syncBackChanges()));
    }

    private static Map<String, Object> selector(LabelSelector selector) {
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
