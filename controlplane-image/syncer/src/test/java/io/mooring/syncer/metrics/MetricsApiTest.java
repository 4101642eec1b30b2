package io.mooring.syncer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.HttpHead;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.syncer.engine.SyncedPod;
import io.mooring.syncer.kubelet.HostApi;
import io.mooring.syncer.names.HostNames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricsApiTest {
    private static final String ROOT = "/apis/metrics.k8s.io/v1beta1";
    private static final String COPIES =
            ROOT + "/namespaces/host-ns/pods?limit=200&labelSelector=mooring.io%2Fmanaged-by%3Dvc";
    private static final Map<String, String> HOST =
            Map.of(
                    COPIES,
                    """
                    {"items": [
                      {"metadata": {"name": "web-x-shop-x-vc"}, "timestamp": "t", "window": "15s", "containers": [
                        {"name": "c", "usage": {"cpu": "1500000n", "memory": "100Ki"}},
                        {"name": "mooring-hosts", "usage": {"cpu": "1"}}]},
                      {"metadata": {"name": "db-x-shop-x-vc"}, "timestamp": "t", "window": "15s", "containers": [
                        {"name": "c", "usage": {"cpu": "2m", "memory": "1Mi"}}]},
                      {"metadata": {"name": "of-nobody-any-more"}, "containers": []}]}
                    """,
                    ROOT + "/namespaces/host-ns/pods/web-x-shop-x-vc",
                    """
                    {"metadata": {"name": "web-x-shop-x-vc"}, "timestamp": "t", "window": "15s",
                     "containers": [{"name": "c", "usage": {"cpu": "1500000n"}}]}
                    """,
                    ROOT + "/nodes/real",
                    """
                    {"metadata": {"name": "real"}, "timestamp": "t", "window": "10s", "usage": {"cpu": "2", "memory": "1Gi"}}
                    """);
    private static final Map<String, String> TENANT =
            Map.of(
                    "/api/v1/namespaces/shop/pods?limit=200&labelSelector=app%3Dweb",
                    """
                    {"items": [{"metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}}}]}
                    """,
                    "/api/v1/pods?limit=200",
                    """
                    {"items": [
                      {"metadata": {"name": "web", "namespace": "shop"}, "spec": {"nodeName": "standing"}},
                      {"metadata": {"name": "db", "namespace": "shop"}, "spec": {"nodeName": "standing"}},
                      {"metadata": {"name": "new", "namespace": "shop"}}]}
                    """,
                    "/api/v1/namespaces/shop/pods/web",
                    """
                    {"metadata": {"name": "web", "namespace": "shop", "labels": {"app": "web"}}}
                    """,
                    "/api/v1/nodes?limit=200",
                    """
                    {"items": [
                      {"metadata": {"name": "standing", "labels": {"mooring.io/fake-node": "true"}}},
                      {"metadata": {"name": "idle", "labels": {"mooring.io/fake-node": "true"}}},
                      {"metadata": {"name": "real", "labels": {"mooring.io/from-host": "true"}}}]}
                    """);

    private HostApi hostApi;
    private HostApi tenantApi;
    private KubeClient host;
    private KubeClient tenant;

    @BeforeEach
    void open() throws IOException {
        hostApi = HostApi.of(HOST);
        tenantApi = HostApi.of(TENANT);
        host = KubeClient.fromKubeconfig(hostApi.kubeconfig());
        tenant = KubeClient.fromKubeconfig(tenantApi.kubeconfig());
    }

    @AfterEach
    void close() throws IOException {
        host.close();
        tenant.close();
        hostApi.close();
        tenantApi.close();
    }

    @Test
    void podsThatMatchHaveWhatTheirCopiesTakeInTheTenantsNames() throws IOException {
        var list = asked(ROOT + "/namespaces/shop/pods?labelSelector=app%3Dweb", 200);

        assertThat(list.kind()).isEqualTo("PodMetricsList");
        assertThat(list.list("items"))
                .containsExactly(
                        Map.of(
                                "apiVersion",
                                "metrics.k8s.io/v1beta1",
                                "kind",
                                "PodMetrics",
                                "metadata",
                                Map.of(
                                        "name",
                                        "web",
                                        "namespace",
                                        "shop",
                                        "labels",
                                        Map.of("app", "web")),
                                "timestamp",
                                "t",
                                "window",
                                "15s",
                                "containers",
                                List.of(
                                        Map.of(
                                                "name",
                                                "c",
                                                "usage",
                                                Map.of("cpu", "1500000n", "memory", "100Ki")))));
        assertThat(asked(ROOT + "/namespaces/shop/pods/web", 200).text("metadata", "namespace"))
                .contains("shop");
        assertThat(asked(ROOT + "/pods", 200).list("items")).hasSize(2);
    }

    @Test
    void aNodeHasWhatIsMeasuredAndOneThatStandsForItWhatItsPodsTake() throws IOException {
        var nodes =
                asked(ROOT + "/nodes", 200).maps("items").stream().map(KubeObject::new).toList();

        assertThat(nodes).extracting(KubeObject::name).containsExactly("real", "standing");
        assertThat(nodes.getFirst().map("usage")).isEqualTo(Map.of("cpu", "2", "memory", "1Gi"));
        assertThat(nodes.getLast().map("usage"))
                .isEqualTo(Map.of("cpu", "3500000n", "memory", "1150976"));
    }

    @Test
    void whatHasNoMetricsOrCannotBeAskedIsSaidSo() throws IOException {
        assertThat(asked(ROOT + "/namespaces/other/pods/web", 404).kind()).isEqualTo("Status");
        assertThat(asked(ROOT + "/namespaces/shop/pods/gone", 404).kind()).isEqualTo("Status");
        hostApi.close();
        assertThat(asked(ROOT + "/pods", 503).text("message"))
                .contains("the host cluster tells no metrics");
        assertThat(
                        asked(new MetricsApi(Optional::empty, Set.of("pods")), ROOT + "/pods", 503)
                                .text("message"))
                .contains("the host cluster cannot be asked now; try again");
    }

    @Test
    void onlyWhatIsSwitchedOnIsServed() throws IOException {
        var pods = new MetricsApi(() -> Optional.of(metrics()), Set.of("pods"));

        assertThat(asked(pods, ROOT, 200).maps("resources"))
                .extracting(kind -> kind.get("name"))
                .containsExactly("pods");
        asked(pods, ROOT + "/nodes", 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "GET /apis/metrics.k8s.io/v1beta2/pods",
                "GET /apis/metrics.k8s.io/v1beta1x",
                "GET /apis/metrics.k8s.io/v1beta1/namespaces/shop/secrets",
                "GET /apis/metrics.k8s.io/v1beta1/namespaces/shop/pods/a/b",
                "GET /apis/metrics.k8s.io/v1beta1/namespaces/../pods",
                "GET /apis/metrics.k8s.io/v1beta1/nodes/a/proxy",
                "POST /apis/metrics.k8s.io/v1beta1/pods",
            })
    void nothingElseIsServed(String asked) {
        assertThat(MetricsQuery.of(new HttpHead(asked + " HTTP/1.1", List.of()))).isEmpty();
    }

    private Metrics metrics() {
        return new Metrics(
                tenant,
                host,
                new HostNames("vc", "host-ns"),
                (namespace, name) ->
                        namespace.equals("shop") && !name.equals("new")
                                ? Optional.of(
                                        new SyncedPod(name + "-x-shop-x-vc", Set.of("c", "d")))
                                : Optional.empty());
    }

    private KubeObject asked(String path, int code) throws IOException {
        return asked(
                new MetricsApi(() -> Optional.of(metrics()), Set.of("nodes", "pods")), path, code);
    }

    private static KubeObject asked(MetricsApi api, String path, int code) throws IOException {
        var out = new ByteArrayOutputStream();
        api.answer(
                new HttpHead("GET " + path + " HTTP/1.1", List.of()),
                new ByteArrayInputStream(new byte[0]),
                out);
        var in = new ByteArrayInputStream(out.toByteArray());
        assertThat(HttpHead.read(in).status()).isEqualTo(code);
        return KubeObject.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
}
