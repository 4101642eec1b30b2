package io.mooring.server;

import io.mooring.api.HostMapping;
import io.mooring.api.SyncFromHost;
import io.mooring.api.SyncToHost;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.GatewayAccess;
import io.mooring.syncer.translate.GatewayApi;
import io.mooring.syncer.translate.Patch;
import io.mooring.syncer.translate.Patches;
import io.mooring.syncer.translate.ShownCustom;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.ShownKind.Place;
import io.mooring.syncer.translate.SyncedCustom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the configuration means for the Gateway API, whose kinds are custom resources.
final class GatewaySettings {

    private GatewaySettings() {}

    static List<SyncedCustom> synced(SyncToHost sync) {
        var synced =
                sync.gatewayApi().kinds().entrySet().stream()
                        .map(kind ->
                                new SyncedCustom(
                                        kind.getKey(),
                                        "",
                                        PatchSettings.of(kind.getValue()),
                                        SyncedCustom.Meaning.GATEWAY_API));
        var grants = sync.gatewayApi().grants().map(_ -> GatewayApi.grants());
        return Stream.concat(synced, grants.stream()).toList();
    }

    static List<ShownCustom> shown(VirtualClusterConfig config, HostNames names) {
        var shown = new ArrayList<ShownCustom>();
        SyncFromHost sync = config.sync().fromHost();
        if (config.sync().showsGatewayClasses()) {
            shown.add(
                    new ShownCustom(
                            GatewayApi.CLASSES,
                            "",
                            ShownSettings.selector(sync.gatewayClasses().selector()),
                            List.of(Place.everything()),
                            patches(
                                    names,
                                    GatewayApi.hiddenOfClasses(),
                                    sync.gatewayClasses().patches())));
        }
        SyncFromHost.Gateways gateways = sync.gateways();
        if (gateways.enabled()) {
            var changes =
                    new ArrayList<Patch>(
                            GatewayApi.hidden(
                                    !gateways.sanitize().certificateRefs(),
                                    !gateways.sanitize().infrastructure(),
                                    gateways.status().exposeAddresses()));
            changes.add(access(gateways).shown());
            if (gateways.metadata().exposeSourceGateway()) {
                changes.add(GatewayApi.source());
            }
            shown.add(
                    new ShownCustom(
                            GatewayApi.GATEWAYS,
                            "",
                            ShownSettings.selector(gateways.selector()),
                            ShownSettings.places(
                                    HostMapping.of(gateways.mappings()), names.hostNamespace()),
                            patches(names, changes, gateways.patches())));
        }
        return shown;
    }

    static GatewayAccess access(SyncFromHost.Gateways gateways) {
        SyncFromHost.AllowedRoutes allowed = gateways.allowedRoutes();
        var rules = new LinkedHashMap<Name, GatewayAccess.Rule>();
        for (var override : allowed.overrides()) {
            rules.put(
                    new Name(override.hostNamespace(), override.name()),
                    new GatewayAccess.Rule(
                            namespaces(override.virtualNamespacePolicy()),
                            override.allowedHostnames()));
        }
        return new GatewayAccess(namespaces(allowed.defaultVirtualNamespacePolicy()), rules);
    }

    private static Optional<GatewayAccess.Namespaces> namespaces(
            SyncFromHost.NamespacePolicy policy) {
        return switch (policy.from()) {
            case "All" -> Optional.of(new GatewayAccess.Namespaces.All());
            case "Same" -> Optional.of(new GatewayAccess.Namespaces.Same());
            case "Selector" -> {
                var selector = new LinkedHashMap<>(ShownSettings.selector(policy.selector()));
                // it is shown as it is
                selector.values().removeIf(part -> Map.of().equals(part) || List.of().equals(part));
                yield Optional.of(new GatewayAccess.Namespaces.Selected(selector));
            }
            default -> Optional.empty();
        };
    }

    private static Patches patches(
            HostNames names, List<Patch> first, List<SyncToHost.Patch> then) {
        var all = new ArrayList<Patch>(first);
        all.addAll(PatchSettings.of(then));
        return new Patches(names.cluster(), names.hostNamespace(), all);
    }
}
