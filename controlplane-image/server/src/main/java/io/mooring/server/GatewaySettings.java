package io.mooring.server;

import io.mooring.api.HostMapping;
import io.mooring.api.SyncFromHost;
import io.mooring.api.SyncToHost;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.syncer.names.HostNames;
import io.mooring.syncer.translate.GatewayApi;
import io.mooring.syncer.translate.Patch;
import io.mooring.syncer.translate.Patches;
import io.mooring.syncer.translate.ShownCustom;
import io.mooring.syncer.translate.ShownKind.Place;
import io.mooring.syncer.translate.SyncedCustom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the configuration means for the Gateway API, whose kinds are custom resources.
final class GatewaySettings {

    private GatewaySettings() {}

    static List<SyncedCustom> synced(SyncToHost sync) {
        return sync.gatewayApi().kinds().entrySet().stream()
                .map(kind ->
                        new SyncedCustom(
                                kind.getKey(),
                                "",
                                PatchSettings.of(kind.getValue()),
                                SyncedCustom.Meaning.GATEWAY_API))
                .toList();
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
            var hidden =
                    GatewayApi.hidden(
                            !gateways.sanitize().certificateRefs(),
                            !gateways.sanitize().infrastructure(),
                            gateways.status().exposeAddresses());
            shown.add(
                    new ShownCustom(
                            GatewayApi.GATEWAYS,
                            "",
                            Map.of(),
                            ShownSettings.places(
                                    HostMapping.of(gateways.mappings()), names.hostNamespace()),
                            patches(names, hidden, gateways.patches())));
        }
        return shown;
    }

    private static Patches patches(
            HostNames names, List<Patch> first, List<SyncToHost.Patch> then) {
        var all = new ArrayList<Patch>(first);
        all.addAll(PatchSettings.of(then));
        return new Patches(names.cluster(), names.hostNamespace(), all);
    }
}
