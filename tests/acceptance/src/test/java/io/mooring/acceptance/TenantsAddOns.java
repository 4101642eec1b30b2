package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a tenant of [SharedNodes] has of what its host's [HostAddOns] do: metrics, pods that an
/// autoscaler makes by these, and volumes.
record TenantsAddOns(SharedNodes shared, HostCluster host) {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String METRICS = "/apis/metrics.k8s.io/v1beta1/namespaces/%s/pods/%s";
    private static final String REPLICAS = "jsonpath={.status.replicas} {.status.readyReplicas}";

    void topTellsWhatKubeletsMeasure() {
        String pod = shared.pod("web");

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(shared.tenants("top", "pods", "--no-headers").lines())
                                .anyMatch(line -> line.matches(pod + " +\\d+m +[1-9]\\d*Mi *"))
                                .anyMatch(line -> line.matches("busy-\\S+ +[1-9]\\d+m +\\d+Mi *")));
        assertThat(shared.tenants("top", "nodes", "--no-headers"))
                .matches("\\S+ +[1-9]\\d*m +\\d+% +[1-9]\\d*Mi +\\d+%");
        // each side is asked for itself, and between the two there may be something new
        await().atMost(LIMIT)
                .untilAsserted(() -> {
                    String own = METRICS.formatted("work", pod);
                    String copy =
                            METRICS.formatted("shared", pod + "-x-work-x-" + SharedNodes.NAME);
                    assertThat(figures(shared.attempt("get", "--raw", own).succeeded()))
                            .isEqualTo(figures(host.kubectl().get("get", "--raw", copy)));
                });
    }

    private static JsonNode figures(String metrics) {
        var figures = (ObjectNode) JsonMapper.shared().readTree(metrics);
        figures.remove("metadata");
        return figures;
    }

    void autoscalerMakesMorePods() {
        await().atMost(LIMIT)
                .untilAsserted(() -> {
                    assertThat(shared.tenants("get", "deployment", "busy", "-o", REPLICAS))
                            .isEqualTo("2 2");
                    assertThat(shared.tenants("describe", "hpa", "busy"))
                            .containsPattern("ScalingActive +True");
                });
        assertThat(shared.copies()).filteredOn(copy -> copy.startsWith("Pod/busy-")).hasSize(2);
        shared.tenants("delete", "hpa,deployment", "busy");
    }

    /// The size that it asks for is changed too, which its class in the host allows; who would make
    /// the volume larger is not there, as the host says.
    void claimHasAVolume() {
        String copy = "pvc/data-db-0-x-work-x-shop";
        assertThat(
                        ofClaim(
                                "{.status.phase} {.status.capacity.storage}"
                                        + " {.spec.storageClassName}"))
                .isEqualTo("Bound 10Mi local-path");
        assertThat(ofClaim("{.spec.volumeName}"))
                .startsWith("pvc-")
                .isEqualTo(shared.ofCopy(copy, ".spec.volumeName"));

        shared.tenants(
                "patch",
                "pvc",
                "data-db-0",
                "-p",
                "{\"spec\": {\"resources\": {\"requests\": {\"storage\": \"20Mi\"}}}}");

        await().atMost(LIMIT)
                .untilAsserted(() -> {
                    assertThat(shared.ofCopy(copy, ".spec.resources.requests.storage"))
                            .isEqualTo("20Mi");
                    assertThat(shared.tenants("get", "events"))
                            .contains("waiting for an external controller to expand this PVC");
                });
    }

    private String ofClaim(String path) {
        return shared.tenants("get", "pvc", "data-db-0", "-o", "jsonpath=" + path);
    }
}
