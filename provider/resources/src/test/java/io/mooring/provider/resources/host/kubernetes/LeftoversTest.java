package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class LeftoversTest {

    @AutoClose private final FakeHostApi api = new FakeHostApi();
    private final KubeClient host = api.place().client();

    @Test
    void whatWasSwitchedOffIsToldAndRemovedAndNothingElse() {
        Scope scope = scope("{policies: {networkPolicy: {enabled: true}}}");
        api.withRoutesIn("v1");
        has("networkpolicies/shop", "shop", "anchor");
        has("resourcequotas/shop", "shop", "anchor");
        has("tlsroutes/shop", "shop", "anchor");
        has("limitranges/of-another", "store", "anchor");
        has("limitranges/of-an-earlier-one", "shop", "another");
        has("secrets/shop-config", "shop", "anchor");
        List<KubeObject> wanted = HostObjects.after(scope, "10.1.2.3:443");

        assertThat(Leftovers.drift(host, scope, wanted))
                .containsExactly(
                        "ResourceQuota shop is there but not declared",
                        "TLSRoute shop is there but not declared");
        Leftovers.remove(host, scope, wanted);

        assertThat(api.changes())
                .containsExactly("DELETE resourcequotas/shop", "DELETE tlsroutes/shop");
        assertThat(Leftovers.drift(host, scope, wanted)).isEmpty();
    }

    @Test
    void aRouteIsFoundByAnyVersionThatTheHostHasItIn() {
        String route =
                "controlPlane: {tlsRoute: {enabled: %s, host: shop.example.com,"
                        + " parentRefs: [{name: g}], apiVersion: gateway.networking.k8s.io/v1alpha3}}";
        Scope with = scope(route.formatted("true"));
        Scope without = scope(route.formatted("false"));
        api.withRoutesIn("v1alpha2", "v1", "v1beta1");
        has("tlsroutes/shop", "shop", "anchor");

        assertThat(Leftovers.drift(host, with, HostObjects.after(with, "10.1.2.3:443"))).isEmpty();
        Leftovers.remove(host, without, HostObjects.after(without, "10.1.2.3:443"));

        assertThat(api.changes()).containsExactly("DELETE tlsroutes/shop");
    }

    private void has(String path, String cluster, String owner) {
        api.with(
                path,
                """
                {"metadata": {
                  "labels": {"app.kubernetes.io/name": "mooring-control-plane",
                    "app.kubernetes.io/managed-by": "mooring", "mooring.io/cluster": "%s"},
                  "ownerReferences": [{"uid": "%s"}]}}
                """
                        .formatted(cluster, owner));
    }

    private static Scope scope(String yaml) {
        return new Scope("shop", "tenants", "anchor", ConfigLoader.load(yaml).config());
    }
}
