package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import io.mooring.syncer.names.TenantRef;
import io.mooring.syncer.translate.ShownKind.Name;
import io.mooring.syncer.translate.ShownKind.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Routes of a tenant: to services of its own, from gateways of its own, or from those of the host
/// that it is shown.
final class RouteTranslator implements Translator {
    private static final List<String> SERVICE = List.of("Service");

    /// Those that name nothing, and the one that names a service.
    private static final Set<String> FILTERS =
            Set.of(
                    "RequestHeaderModifier",
                    "ResponseHeaderModifier",
                    "RequestRedirect",
                    "URLRewrite",
                    "CORS",
                    "RequestMirror");

    private final ResourceKind kind;
    private final Settings settings;
    private final Copies copies;
    private final List<Place> shown;

    RouteTranslator(ResourceKind kind, Settings settings) {
        this.kind = kind;
        this.settings = settings;
        this.copies = new Copies(settings);
        this.shown =
                settings.fromHost().customs().stream()
                        .filter(custom -> custom.definition().equals(GatewayApi.GATEWAYS))
                        .flatMap(custom -> custom.places().stream())
                        .toList();
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
        Snippets.leaveOut(Tree.map(Tree.map(copy, "metadata"), "annotations"), findings);
        var spec = Tree.made(copy, "spec");
        if (spec.remove("useDefaultGateways") != null) {
            findings.note("spec.useDefaultGateways was left out: those are the host's");
        }
        for (var parent : Tree.maps(spec, "parentRefs")) {
            parent(tenant, parent, view, references, findings);
        }
        for (var rule : Tree.maps(spec, "rules")) {
            filters(rule, references, findings);
            for (var backend : Tree.maps(rule, "backendRefs")) {
                references.rename("backendRefs", backend, SERVICE);
                filters(backend, references, findings);
            }
        }
        return findings.conclude(new KubeObject(copy));
    }

    private void parent(
            KubeObject tenant,
            Map<String, Object> parent,
            TenantView view,
            GatewayReferences references,
            Findings findings) {
        var group = parent.getOrDefault("group", GatewayApi.GROUP);
        var of = parent.getOrDefault("kind", "Gateway");
        findings.refuseIf(
                !GatewayApi.GROUP.equals(group) || !"Gateway".equals(of),
                "parentRefs: a " + of + " is not synced");
        var namespace = Tree.text(parent, "namespace");
        var name =
                new Name(
                        namespace.isEmpty() ? tenant.namespace() : namespace,
                        Tree.text(parent, "name"));
        boolean mapped = shown.stream().anyMatch(place -> place.covers(name));
        if (mapped && !view.isOfferKnown(GatewayApi.GATEWAY)) {
            findings.awaitListed(GatewayApi.GATEWAY);
            return;
        }
        // not whatever has such a name there: in its own namespace are the copies of other tenants
        var host = mapped ? view.origin(GatewayApi.GATEWAY, name) : Optional.<Name>empty();
        if (host.isPresent()) {
            settings.fromHost().access().check(tenant, host.get(), name, view, findings);
            parent.put("namespace", host.get().namespace());
            parent.put("name", host.get().name());
        } else {
            references.renameHere("parentRefs", parent);
        }
    }

    private static void filters(
            Map<String, Object> holder, GatewayReferences references, Findings findings) {
        for (var filter : Tree.maps(holder, "filters")) {
            var type = Tree.text(filter, "type");
            findings.refuseIf(
                    !FILTERS.contains(type), "filters: " + type + " is the host's, and not synced");
            references.rename(
                    "filters: requestMirror.backendRef",
                    Tree.map(Tree.map(filter, "requestMirror"), "backendRef"),
                    SERVICE);
        }
    }

    @Override
    public Set<TenantRef> references(KubeObject tenant) {
        return Set.of();
    }

    /// With the tenant's own references to what it is attached to, of which there are as many.
    @Override
    public KubeObject toTenant(KubeObject tenant, KubeObject host) {
        if (host.at("status").isEmpty()) {
            return tenant;
        }
        var own = tenant.maps("spec", "parentRefs");
        var theirs = host.maps("spec", "parentRefs");
        var parents = new ArrayList<Map<String, Object>>();
        for (var parent : host.maps("status", "parents")) {
            int place = place(theirs, Tree.map(parent, "parentRef"), host.namespace());
            if (place >= 0 && place < own.size()) {
                var told = new LinkedHashMap<>(parent);
                told.put("parentRef", own.get(place));
                parents.add(told);
            }
        }
        var status = new LinkedHashMap<>(host.map("status"));
        status.put("parents", parents);
        return tenant.with(status, "status");
    }

    private static int place(
            List<Map<String, Object>> all, Map<String, Object> wanted, String own) {
        for (int i = 0; i < all.size(); i++) {
            if (identity(all.get(i), own).equals(identity(wanted, own))) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> identity(Map<String, Object> parent, String own) {
        var namespace = Tree.text(parent, "namespace");
        return List.of(
                namespace.isEmpty() ? own : namespace,
                Tree.text(parent, "name"),
                Tree.text(parent, "sectionName"),
                Tree.text(parent, "port"));
    }
}
