package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.Map;

/// Ingresses: services and secrets they refer to have other names in the host cluster, also in
/// annotations of widespread controllers.
final class IngressTranslator implements Translator {
    private static final String CLASS = "kubernetes.io/ingress.class";

    private final Copies copies;
    private final IngressAnnotations annotations;

    IngressTranslator(Settings settings) {
        this.copies = new Copies(settings);
        this.annotations = new IngressAnnotations(copies, settings.names().hostNamespace());
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.INGRESS;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        var findings = new Findings();
        var copy = copies.of(tenant);
        annotations.translate(
                tenant, Tree.map(Tree.map(copy, "metadata"), "annotations"), findings);
        var spec = Tree.made(copy, "spec");
        findings.requireOffered(
                view,
                ResourceKind.INGRESS_CLASS,
                "spec.ingressClassName",
                Tree.text(spec, "ingressClassName"));
        findings.requireOffered(
                view,
                ResourceKind.INGRESS_CLASS,
                "annotation " + CLASS,
                tenant.annotations().getOrDefault(CLASS, ""));
        backend(tenant, Tree.map(spec, "defaultBackend"), findings);
        for (var rule : Tree.maps(spec, "rules")) {
            for (var path : Tree.maps(Tree.map(rule, "http"), "paths")) {
                backend(tenant, Tree.map(path, "backend"), findings);
            }
        }
        for (var tls : Tree.maps(spec, "tls")) {
            copies.rename(tls, "secretName", tenant.namespace());
        }
        return findings.conclude(new KubeObject(copy));
    }

    private void backend(KubeObject tenant, Map<String, Object> backend, Findings findings) {
        copies.rename(Tree.map(backend, "service"), "name", tenant.namespace());
        findings.refuseIf(
                backend.containsKey("resource"),
                "a backend that is a "
                        + Tree.text(Tree.map(backend, "resource"), "kind")
                        + " is not synced");
    }

    @Override
    public KubeObject toTenant(KubeObject tenant, KubeObject host) {
        return host.at("status").isPresent() ? tenant.with(host.map("status"), "status") : tenant;
    }
}
