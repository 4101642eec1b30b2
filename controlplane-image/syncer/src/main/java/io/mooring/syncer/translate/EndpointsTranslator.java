package io.mooring.syncer.translate;

import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Endpoints and endpoint slices, of services without a selector only: for the others, the host
/// makes its own.
final class EndpointsTranslator implements Translator {
    private static final String SERVICE = "kubernetes.io/service-name";
    private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    // what they make of the tenant's services, the host's make of the copies
    private static final Set<String> CONTROLLERS =
            Set.of("endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io");

    private final ResourceKind kind;
    private final Copies copies;
    private final String hostNamespace;

    EndpointsTranslator(ResourceKind kind, Settings settings) {
        this.kind = kind;
        this.copies = new Copies(settings);
        this.hostNamespace = settings.names().hostNamespace();
    }

    @Override
    public ResourceKind kind() {
        return kind;
    }

    @Override
    public Translation toHost(KubeObject tenant, TenantView view) {
        boolean slice = kind.equals(ResourceKind.ENDPOINT_SLICE);
        var service = slice ? tenant.labels().getOrDefault(SERVICE, "") : tenant.name();
        boolean needed =
                view.service(tenant.namespace(), service)
                        .filter(s -> s.map("spec", "selector").isEmpty())
                        .filter(s -> !s.text("spec", "type").orElse("").equals("ExternalName"))
                        .isPresent();
        if (!needed
                || CONTROLLERS.contains(tenant.labels().getOrDefault(MANAGED_BY, ""))
                || (tenant.namespace().equals("default") && service.equals("kubernetes"))) {
            return new Translation.NotNeeded();
        }
        var copy = copies.of(tenant);
        if (slice) {
            var labels = Tree.map(Tree.map(copy, "metadata"), "labels");
            labels.put(SERVICE, copies.name(tenant.namespace(), service));
            Tree.maps(copy, "endpoints").forEach(e -> target(tenant, Tree.map(e, "targetRef")));
        } else {
            for (var subset : Tree.maps(copy, "subsets")) {
                for (var list : List.of("addresses", "notReadyAddresses")) {
                    Tree.maps(subset, list).forEach(a -> target(tenant, Tree.map(a, "targetRef")));
                }
            }
        }
        return new Findings().conclude(new KubeObject(copy));
    }

    private void target(KubeObject tenant, Map<String, Object> target) {
        if (!target.isEmpty()) {
            var namespace = Tree.text(target, "namespace");
            copies.rename(target, "name", namespace.isEmpty() ? tenant.namespace() : namespace);
            target.put("namespace", hostNamespace);
            target.remove("uid");
            target.remove("resourceVersion");
        }
    }
}
