package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;

/// Service accounts: whom pods are to the host cluster, never with a token of it.
final class ServiceAccountTranslator implements Translator {
    private final Copies copies;

    ServiceAccountTranslator(Settings settings) {
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.SERVICE_ACCOUNT;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        var copy = copies.of(tenant);
        copy.remove("secrets");
        copy.put("automountServiceAccountToken", false);
        copies.renameAll(Tree.maps(copy, "imagePullSecrets"), tenant.namespace());
        return new Findings().conclude(new KubeObject(copy));
    }

    @Override
    public KubeObject keeping(KubeObject wanted, KubeObject host) {
        return host.at("secrets").isPresent()
                ? wanted.with(host.list("secrets"), "secrets")
                : wanted;
    }
}
