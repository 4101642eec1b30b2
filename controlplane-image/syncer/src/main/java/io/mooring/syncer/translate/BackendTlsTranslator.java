package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.TenantRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What services of a tenant's prove to gateways that speak with them. How gateways take it does
/// not come back: it is told by names that only the host has.
final class BackendTlsTranslator implements Translator {
    private static final List<String> SERVICE = List.of("Service");
    private static final List<String> AUTHORITIES = List.of("ConfigMap", "Secret");

    private final ResourceKind kind;
    private final Settings settings;
    private final Copies copies;

    BackendTlsTranslator(ResourceKind kind, Settings settings) {
        this.kind = kind;
        this.settings = settings;
        this.copies = new Copies(settings);
    }

    @Override
    public ResourceKind kind() {
        return kind;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        var findings = new Findings();
        var references = new GatewayReferences(settings, tenant, view, findings);
        var copy = copies.of(tenant);
        var spec = Tree.made(copy, "spec");
        Tree.maps(spec, "targetRefs").forEach(ref -> references.rename("targetRefs", ref, SERVICE));
        authorities(Tree.map(spec, "validation"))
                .forEach(ref -> references.rename("caCertificateRefs", ref, AUTHORITIES));
        return findings.conclude(new KubeObject(copy));
    }

    private static List<Map<String, Object>> authorities(Map<String, Object> validation) {
        return Tree.maps(validation, "caCertificateRefs");
    }

    @Override
    public Set<TenantRef> references(KubeObject tenant) {
        var found = new LinkedHashSet<TenantRef>();
        authorities(tenant.map("spec", "validation"))
                .forEach(ref -> GatewayReferences.note(tenant, ref, AUTHORITIES, false, found));
        return found;
    }
}
