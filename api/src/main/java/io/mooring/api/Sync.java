package io.mooring.api;

/// What is copied between the virtual cluster and the host cluster when nodes are shared.
public record Sync(SyncToHost toHost, SyncFromHost fromHost) {
    /// Whether tenants see which classes of gateways there are: they have to, if all of the Gateway
    /// API goes over.
    public boolean showsGatewayClasses() {
        return fromHost.gatewayClasses().enabled() || toHost.gatewayApi().enabled();
    }
}
