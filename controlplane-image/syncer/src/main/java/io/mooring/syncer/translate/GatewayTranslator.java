package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.Marks;
import io.mooring.syncer.names.TenantRef;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gateways of a tenant. Routes of the host namespace alone may attach to their copies; those of
/// other tenants there do not know their names.
final class GatewayTranslator implements Translator {
    private static final List<String> SECRET = List.of("Secret");
    private static final List<String> AUTHORITIES = List.of("ConfigMap", "Secret");

    /// What is set up by objects of the host's, or would be put into them.
    private static final List<String> OF_THE_HOST =
            List.of("infrastructure", "allowedListeners", "tls");

    private final ResourceKind kind;
    private final Settings settings;
    private final Copies copies;

    GatewayTranslator(ResourceKind kind, Settings settings) {
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
        if (Marks.isFromHost(tenant)) {
            return new Translation.NotNeeded();
        }
        var findings = new Findings();
        var references = new GatewayReferences(settings, tenant, view, findings);
        var copy = copies.of(tenant);
        Snippets.leaveOut(Tree.map(Tree.map(copy, "metadata"), "annotations"), findings);
        var spec = Tree.made(copy, "spec");
        findings.requireOffered(
                view,
                GatewayApi.CLASS,
                "spec.gatewayClassName",
                Tree.text(spec, "gatewayClassName"));
        for (var field : OF_THE_HOST) {
            if (spec.remove(field) != null) {
                findings.note("spec." + field + " was left out: it is the host's to say");
            }
        }
        addresses(spec, findings);
        for (var listener : Tree.maps(spec, "listeners")) {
            var where = "listener " + Tree.text(listener, "name");
            var tls = Tree.map(listener, "tls");
            if (tls.remove("options") != null) {
                findings.note(where + ": tls.options was left out: it is the host's to say");
            }
            Tree.maps(tls, "certificateRefs")
                    .forEach(ref -> references.rename(where + ": certificateRefs", ref, SECRET));
            authorities(tls)
                    .forEach(ref ->
                            references.rename(where + ": caCertificateRefs", ref, AUTHORITIES));
            var allowed = Tree.made(listener, "allowedRoutes");
            allowed.put("namespaces", Map.of("from", "Same"));
        }
        return findings.conclude(new KubeObject(copy));
    }

    /// Any other than an address itself names something of the host's: its gateway that is there
    /// already, or what is set aside at its cloud.
    private static void addresses(Map<String, Object> spec, Findings findings) {
        if (!spec.containsKey("addresses")) {
            return;
        }
        var kept = new ArrayList<Map<String, Object>>();
        for (var address : Tree.maps(spec, "addresses")) {
            var type = Tree.text(address, "type");
            if (type.isEmpty() || type.equals("IPAddress")) {
                kept.add(address);
            } else {
                findings.note(
                        "spec.addresses: one of type " + type + " was left out: it is the host's");
            }
        }
        spec.put("addresses", kept);
        if (kept.isEmpty()) {
            spec.remove("addresses");
        }
    }

    private static List<Map<String, Object>> authorities(Map<String, Object> tls) {
        return Tree.maps(Tree.map(tls, "frontendValidation"), "caCertificateRefs");
    }

    @Override
    public Set<TenantRef> references(KubeObject tenant) {
        var found = new LinkedHashSet<TenantRef>();
        boolean granted = GatewayGrants.areAsked(settings);
        if (!Marks.isFromHost(tenant)) {
            for (var listener : tenant.maps("spec", "listeners")) {
                var tls = Tree.map(listener, "tls");
                Tree.maps(tls, "certificateRefs")
                        .forEach(
                                ref -> GatewayReferences.note(tenant, ref, SECRET, granted, found));
                authorities(tls)
                        .forEach(ref ->
                                GatewayReferences.note(tenant, ref, AUTHORITIES, granted, found));
            }
        }
        return found;
    }

    @Override
    public KubeObject toTenant(KubeObject tenant, KubeObject host) {
        return host.at("status").isPresent() ? tenant.with(host.map("status"), "status") : tenant;
    }
}
