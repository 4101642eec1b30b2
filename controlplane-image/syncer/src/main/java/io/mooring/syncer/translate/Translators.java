package io.mooring.syncer.translate;

import io.mooring.kube.ResourceKind;
import java.util.List;
import java.util.Set;

/// The translators there are.
public final class Translators {
    /// Claims of devices.
    public static final ResourceKind RESOURCE_CLAIM = ResourceClaimTranslator.KIND;

    /// All kinds that can be synced to the host cluster.
    public static final Set<ResourceKind> KINDS =
            Set.of(
                    ResourceKind.POD,
                    ResourceKind.SERVICE,
                    ResourceKind.ENDPOINTS,
                    ResourceKind.ENDPOINT_SLICE,
                    ResourceKind.CONFIG_MAP,
                    ResourceKind.SECRET,
                    ResourceKind.PERSISTENT_VOLUME_CLAIM,
                    ResourceKind.INGRESS,
                    ResourceKind.NETWORK_POLICY,
                    ResourceKind.POD_DISRUPTION_BUDGET,
                    ResourceKind.SERVICE_ACCOUNT,
                    ResourceKind.PRIORITY_CLASS,
                    ResourceKind.STORAGE_CLASS,
                    ResourceKind.PERSISTENT_VOLUME,
                    RESOURCE_CLAIM);

    private Translators() {}

    /// Those of the kinds that the settings name.
    public static List<Translator> all(Settings settings) {
        return List.<Translator>of(
                        new PodTranslator(settings),
                        new ServiceTranslator(settings),
                        new EndpointsTranslator(ResourceKind.ENDPOINTS, settings),
                        new EndpointsTranslator(ResourceKind.ENDPOINT_SLICE, settings),
                        new DataTranslator(ResourceKind.CONFIG_MAP, settings),
                        new DataTranslator(ResourceKind.SECRET, settings),
                        new ClaimTranslator(settings),
                        new IngressTranslator(settings),
                        new NetworkPolicyTranslator(settings),
                        new DisruptionBudgetTranslator(settings),
                        new ServiceAccountTranslator(settings),
                        new PriorityClassTranslator(settings),
                        new StorageClassTranslator(settings),
                        new VolumeTranslator(settings),
                        new ResourceClaimTranslator(settings))
                .stream()
                .filter(translator -> settings.kinds().contains(translator.kind()))
                .map(translator -> patched(translator, settings))
                .toList();
    }

    /// That of custom resources.
    ///
    /// @param statusApart whether the API has their status written by itself
    public static Translator custom(
            ResourceKind kind, boolean statusApart, SyncedCustom custom, Settings settings) {
        var plain =
                switch (custom.meaning()) {
                    case OF_PATCHES -> new CustomTranslator(kind, statusApart, settings);
                    case GATEWAY_API -> GatewayApi.translator(kind, settings);
                };
        return custom.patches().isEmpty()
                ? plain
                : new PatchedTranslator(plain, settings, custom.patches());
    }

    private static Translator patched(Translator plain, Settings settings) {
        var patches = settings.patches().getOrDefault(plain.kind(), List.of());
        return patches.isEmpty() ? plain : new PatchedTranslator(plain, settings, patches);
    }
}
