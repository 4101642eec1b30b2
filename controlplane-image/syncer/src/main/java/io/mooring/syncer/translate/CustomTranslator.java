package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;

/// Custom resources: what they hold goes over as it is, for nobody here knows what it means; what
/// has to be changed in it, patches say. Their status comes back.
final class CustomTranslator implements Translator {
    private final ResourceKind kind;
    private final boolean statusApart;
    private final Copies copies;

    /// @param statusApart whether the API has the status written by itself
    CustomTranslator(ResourceKind kind, boolean statusApart, Settings settings) {
        this.kind = kind;
        this.statusApart = statusApart;
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return kind;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        return new Findings().conclude(new KubeObject(copies.of(tenant)));
    }

    @Override
    public KubeObject toTenant(KubeObject tenant, KubeObject host) {
        return statusApart && host.at("status").isPresent()
                ? tenant.with(host.map("status"), "status")
                : tenant;
    }
}
