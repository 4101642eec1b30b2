package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.Set;

/// Config maps and secrets: what they hold goes over as it is.
final class DataTranslator implements Translator {
    // the host's own controllers would fill in, use or remove secrets of these types
    private static final Set<String> MEANING_MORE =
            Set.of("kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token");

    private final ResourceKind kind;
    private final Copies copies;

    DataTranslator(ResourceKind kind, Settings settings) {
        this.kind = kind;
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return kind;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        var copy = copies.of(tenant);
        if (MEANING_MORE.contains(Tree.text(copy, "type"))) {
            copy.put("type", "Opaque");
            // the token controller of the host looks at these as well
            var annotations = Tree.map(Tree.map(copy, "metadata"), "annotations");
            annotations.keySet().removeIf(key -> key.startsWith("kubernetes.io/service-account"));
        }
        return new Findings().conclude(new KubeObject(copy));
    }
}
