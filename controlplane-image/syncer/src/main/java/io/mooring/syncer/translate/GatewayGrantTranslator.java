package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.TenantRef;
import java.util.Set;

/// Reference grants, which [GatewayGrants] asks and of which nothing goes over.
final class GatewayGrantTranslator implements Translator {
    private final ResourceKind kind;

    GatewayGrantTranslator(ResourceKind kind) {
        this.kind = kind;
    }

    @Override
    public ResourceKind kind() {
        return kind;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        return new Translation.NotNeeded();
    }

    @Override
    public Set<TenantRef> references(KubeObject tenant) {
        return Set.of();
    }

    @Override
    public boolean staysWithTenant() {
        return true;
    }
}
