package io.mooring.syncer.translate;

import io.mooring.kube.ResourceKind;
import java.util.List;

/// The translators of all kinds there are.
public final class Translators {
    private Translators() {}

    public static List<Translator> all(Settings settings) {
        return List.of(
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
                new ServiceAccountTranslator(settings));
    }
}
