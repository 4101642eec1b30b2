package io.mooring.provider.resources.host.kubernetes;

import io.mooring.api.ControlPlane;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ResourceKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What others of the host cluster have in front of the exposed Service: an Ingress, or a TLSRoute
/// of the Gateway API. Both hand TLS on unopened, since client certificates end at the control
/// plane. In an Ingress that is said by annotations; those of the usual controllers are there, and
/// none of them sees those of another.
final class FrontObjects {

    private static final String ROUTE = "TLSRoute";
    private static final Map<String, String> PASS_THROUGH =
            Map.of(
                    "nginx.ingress.kubernetes.io/ssl-passthrough", "true",
                    "nginx.ingress.kubernetes.io/backend-protocol", "HTTPS",
                    "nginx.ingress.kubernetes.io/ssl-redirect", "true",
                    "haproxy.org/ssl-passthrough", "true",
                    "haproxy-ingress.github.io/ssl-passthrough", "true");

    private FrontObjects() {}

    static List<KubeObject> of(Scope scope) {
        ControlPlane wanted = scope.config().controlPlane();
        var objects = new ArrayList<KubeObject>();
        if (wanted.ingress().enabled()) {
            objects.add(ingress(scope, wanted.ingress()));
        }
        if (wanted.tlsRoute().enabled()) {
            objects.add(route(scope, wanted.tlsRoute()));
        }
        return objects;
    }

    /// The names by which users ask for the control plane there.
    static List<String> names(ControlPlane wanted) {
        Stream<String> ingress =
                wanted.ingress().enabled() ? Stream.of(wanted.ingress().host()) : Stream.of();
        Stream<String> route =
                wanted.tlsRoute().enabled() ? Stream.of(wanted.tlsRoute().host()) : Stream.of();
        return Stream.concat(ingress, route).distinct().toList();
    }

    /// The kind of an object of a control plane: one of the API server's own, or the one that is
    /// not.
    static ResourceKind kind(KubeObject object) {
        return ResourceKind.known(object)
                .orElseGet(() -> {
                    if (!object.kind().equals(ROUTE)) {
                        throw new IllegalArgumentException("no kind of ours: " + object.kind());
                    }
                    return route(object.apiVersion());
                });
    }

    static ResourceKind route(String apiVersion) {
        return ResourceKind.inNamespace(apiVersion, ROUTE, "tlsroutes");
    }

    private static KubeObject ingress(Scope scope, ControlPlane.Ingress wanted) {
        var annotations = new LinkedHashMap<>(PASS_THROUGH);
        annotations.putAll(wanted.annotations());
        var spec = new LinkedHashMap<String, Object>(wanted.spec());
        var port = Map.of("name", "https");
        var backend = Map.of("service", Map.of("name", scope.cluster(), "port", port));
        var path = Map.of("path", "/", "pathType", wanted.pathType(), "backend", backend);
        var rule = Map.of("host", wanted.host(), "http", Map.of("paths", List.of(path)));
        spec.putIfAbsent("rules", List.of(rule));
        return scope.object(
                ResourceKind.INGRESS,
                scope.cluster(),
                wanted.labels(),
                annotations,
                Map.of("spec", spec));
    }

    private static KubeObject route(Scope scope, ControlPlane.TlsRoute wanted) {
        var spec = new LinkedHashMap<String, Object>(wanted.spec());
        spec.putIfAbsent("parentRefs", wanted.parentRefs());
        spec.putIfAbsent("hostnames", List.of(wanted.host()));
        var backend = Map.of("name", scope.cluster(), "port", ServiceObjects.EXPOSED_PORT);
        spec.putIfAbsent("rules", List.of(Map.of("backendRefs", List.of(backend))));
        return scope.object(
                route(wanted.apiVersion()),
                scope.cluster(),
                wanted.labels(),
                wanted.annotations(),
                Map.of("spec", spec));
    }
}
