package io.mooring.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What tenants make and the host cluster gets.
public record SyncToHost(
        Pods pods,
        @Default("{enabled: true}") Referenced secrets,
        @Default("{enabled: true}") Referenced configMaps,
        Resource ingresses,
        GatewayApi gatewayApi,
        @Default("{enabled: true}") Resource services,
        @Default("{enabled: true}") Resource endpoints,
        @Default("{enabled: true}") Resource endpointSlices,
        Resource networkPolicies,
        @Default("{enabled: true}") Resource persistentVolumeClaims,
        Resource persistentVolumes,
        Resource storageClasses,
        Resource serviceAccounts,
        Resource podDisruptionBudgets,
        Resource priorityClasses,
        Map<String, CustomResource> customResources,
        Namespaces namespaces,
        Resource resourceClaims,
        Resource resourceClaimTemplates) {

    /// The kinds that a CustomResourceDefinition made and that are copied, those of the Gateway API
    /// among them.
    public List<CustomName> customNames() {
        var custom =
                customResources.entrySet().stream()
                        .filter(entry -> entry.getValue().enabled())
                        .map(Map.Entry::getKey);
        return Stream.concat(custom, gatewayApi.kinds().keySet().stream())
                .map(CustomName::of)
                .toList();
    }

    /// The names of their definitions, and of those of what the tenant keeps but is asked for.
    public List<String> definitions() {
        var grants = gatewayApi.grants().map(CustomName::definition);
        return Stream.concat(customNames().stream().map(CustomName::definition), grants.stream())
                .toList();
    }

    /// One kind of objects.
    public record Resource(boolean enabled, List<Patch> patches) {}

    /// A kind that is copied when something refers to it, or always.
    public record Referenced(boolean enabled, boolean all, List<Patch> patches) {}

    /// A change to one field on the way.
    public record Patch(
            String path,
            String expression,
            String reverseExpression,
            Map<String, Object> reference,
            Map<String, Object> labels) {}

    /// Workloads.
    public record Pods(
            @Default("true") boolean enabled,
            Map<String, String> translateImage,
            List<Object> enforceTolerations,
            boolean useSecretsForSATokens,
            String runtimeClassName,
            String priorityClassName,
            RewriteHosts rewriteHosts,
            List<Patch> patches,
            HybridScheduling hybridScheduling) {}

    /// Which schedulers of the host place pods.
    public record HybridScheduling(boolean enabled, List<String> hostSchedulers) {}

    /// Host names of pods of a StatefulSet.
    public record RewriteHosts(
            @Default("true") boolean enabled,
            @Default(
                            "{image: {repository: library/alpine, tag: \"3.20\"},"
                                    + " resources: {limits: {cpu: 30m, memory: 64Mi},"
                                    + " requests: {cpu: 30m, memory: 64Mi}}}")
                    InitContainer initContainer) {}

    /// The container that rewrites them.
    public record InitContainer(Image image, Resources resources) {}

    /// Routes and gateways: all of them, or each by itself.
    public record GatewayApi(
            boolean enabled,
            List<Patch> patches,
            Resource httpRoutes,
            Resource gateways,
            Resource tlsRoutes,
            Resource backendTLSPolicies,
            AutoResource referenceGrants) {
        /// The definitions of what goes over, and its patches: those of all kinds before its own.
        public Map<String, List<Patch>> kinds() {
            var kinds = new LinkedHashMap<String, List<Patch>>();
            kind(kinds, "httproutes", httpRoutes);
            kind(kinds, "gateways", gateways);
            kind(kinds, "tlsroutes", tlsRoutes);
            kind(kinds, "backendtlspolicies", backendTLSPolicies);
            return kinds;
        }

        /// The kind by which a namespace of the tenant lets others name what it has, if it is asked
        /// for: it stays with the tenant.
        public Optional<CustomName> grants() {
            return referenceGrants.enabled().resolve(!kinds().isEmpty())
                    ? Optional.of(CustomName.of("referencegrants.gateway.networking.k8s.io"))
                    : Optional.empty();
        }

        private void kind(Map<String, List<Patch>> kinds, String plural, Resource resource) {
            if (enabled || resource.enabled()) {
                kinds.put(
                        plural + ".gateway.networking.k8s.io",
                        Stream.concat(patches.stream(), resource.patches().stream()).toList());
            }
        }
    }

    /// A kind that is copied when it is needed.
    public record AutoResource(@Default("auto") Toggle enabled, List<Patch> patches) {}

    /// A kind that a CustomResourceDefinition made.
    public record CustomResource(
            boolean enabled, @Default("Namespaced") String scope, List<Patch> patches) {}

    /// Namespaces of the tenant as namespaces of the host.
    public record Namespaces(
            boolean enabled,
            List<Patch> patches,
            Mappings mappings,
            boolean mappingsOnly,
            Map<String, String> extraLabels) {}

    /// Names on one side and on the other.
    public record Mappings(Map<String, String> byName) {}
}
