package io.mooring.api;

import java.util.List;
import java.util.Map;

/// What the host cluster has and tenants see.
public record SyncFromHost(
        Nodes nodes,
        @Default("{enabled: true}") SyncToHost.Resource events,
        Selected ingressClasses,
        Selected gatewayClasses,
        Gateways gateways,
        Selected runtimeClasses,
        Selected priorityClasses,
        AutoSelected storageClasses,
        SyncToHost.AutoResource csiNodes,
        SyncToHost.AutoResource csiDrivers,
        SyncToHost.AutoResource csiStorageCapacities,
        Map<String, CustomResource> customResources,
        Mapped configMaps,
        Mapped secrets,
        Selected deviceClasses) {

    /// Nodes of the host.
    public record Nodes(
            boolean enabled,
            boolean syncBackChanges,
            boolean clearImageStatus,
            Selector selector,
            List<SyncToHost.Patch> patches) {
        /// Which nodes.
        public record Selector(boolean all, Map<String, String> labels) {}
    }

    /// A kind of which some are seen.
    public record Selected(
            boolean enabled, List<SyncToHost.Patch> patches, LabelSelector selector) {}

    /// A kind of which some are seen when they are needed.
    public record AutoSelected(
            @Default("auto") Toggle enabled,
            List<SyncToHost.Patch> patches,
            LabelSelector selector) {}

    /// A namespaced kind of which those in the mappings are seen.
    public record Mapped(
            boolean enabled, List<SyncToHost.Patch> patches, SyncToHost.Mappings mappings) {}

    /// A kind that a CustomResourceDefinition made.
    public record CustomResource(
            boolean enabled,
            String scope,
            List<SyncToHost.Patch> patches,
            SyncToHost.Mappings mappings) {}

    /// Gateways of the host.
    public record Gateways(
            boolean enabled,
            List<SyncToHost.Patch> patches,
            LabelSelector selector,
            SyncToHost.Mappings mappings,
            AllowedRoutes allowedRoutes,
            Status status,
            GatewayMetadata metadata,
            Sanitize sanitize) {}

    /// Which routes may attach.
    public record AllowedRoutes(
            NamespacePolicy defaultVirtualNamespacePolicy, List<RouteOverride> overrides) {}

    /// From which namespaces.
    public record NamespacePolicy(String from, LabelSelector selector) {}

    /// Another answer for one gateway.
    public record RouteOverride(
            String hostNamespace,
            String name,
            NamespacePolicy virtualNamespacePolicy,
            List<String> allowedHostnames) {}

    /// What of the status is seen.
    public record Status(boolean exposeAddresses) {}

    /// What of the metadata is seen.
    public record GatewayMetadata(boolean exposeSourceGateway) {}

    /// What is left out.
    public record Sanitize(
            @Default("true") boolean certificateRefs, @Default("true") boolean infrastructure) {}
}
