package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import io.mooring.api.VirtualClusterConfig;
import io.mooring.kube.KubeObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FrontObjectsTest {

    @Test
    void anIngressLeadsToTheServiceAndHasItsControllerHandTlsOnUnopened() {
        var ingress =
                objects(
                                """
                                ingress:
                                  enabled: true
                                  host: shop.example.com
                                  spec: {ingressClassName: nginx}
                                  annotations: {haproxy.org/ssl-passthrough: "false", a: b}
                                """)
                        .getFirst();

        assertThat(ingress.kind() + " " + ingress.name()).isEqualTo("Ingress shop");
        assertThat(ingress.annotations())
                .containsEntry("nginx.ingress.kubernetes.io/ssl-passthrough", "true")
                .containsEntry("haproxy-ingress.github.io/ssl-passthrough", "true")
                .containsEntry("haproxy.org/ssl-passthrough", "false")
                .containsEntry("a", "b");
        assertThat(ingress.text("spec", "ingressClassName")).contains("nginx");
        assertThat(ingress.list("spec", "rules").toString())
                .contains("host=shop.example.com", "pathType=ImplementationSpecific", "name=https");
    }

    @Test
    void aTlsRouteLeadsThereFromTheGatewaysThatAreNamed() {
        var route =
                objects(
                                """
                                tlsRoute:
                                  enabled: true
                                  host: shop.example.com
                                  parentRefs: [{name: gateway, namespace: infra}]
                                """)
                        .getFirst();

        assertThat(FrontObjects.kind(route).plural()).isEqualTo("tlsroutes");
        assertThat(route.apiVersion()).isEqualTo("gateway.networking.k8s.io/v1");
        assertThat(route.map("spec"))
                .isEqualTo(
                        Map.of(
                                "parentRefs",
                                List.of(Map.of("name", "gateway", "namespace", "infra")),
                                "hostnames",
                                List.of("shop.example.com"),
                                "rules",
                                List.of(
                                        Map.of(
                                                "backendRefs",
                                                List.of(Map.of("name", "shop", "port", 443))))));
    }

    @Test
    void theCertificateHoldsForTheNamesThere() {
        var config =
                config(
                        "{ingress: {enabled: true, host: a.example.com},"
                                + " tlsRoute: {enabled: true, host: b.example.com, parentRefs: [{name: g}]}}");
        var scope = new Scope("shop", "tenants", "anchor", config);
        var container = ServerContainer.of(scope, "10.1.2.3:443");

        assertThat(String.valueOf(container.get("args")))
                .contains("--certificate-name=a.example.com", "--certificate-name=b.example.com");
    }

    @Test
    void nothingIsInFrontUnlessSaid() {
        assertThat(objects("{}")).isEmpty();
    }

    private static List<KubeObject> objects(String controlPlane) {
        return FrontObjects.of(new Scope("shop", "tenants", "anchor", config(controlPlane)));
    }

    private static VirtualClusterConfig config(String controlPlane) {
        return ConfigLoader.load(
                        "privateNodes: {enabled: true}\ncontrolPlane:\n" + controlPlane.indent(2))
                .config();
    }
}
