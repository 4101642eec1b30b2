package io.mooring.syncer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.syncer.engine.SyncedPod;
import io.mooring.syncer.kubelet.HostApi;
import io.mooring.syncer.kubelet.NodeAnswers.Answer;
import io.mooring.syncer.kubelet.NodeCall;
import io.mooring.syncer.names.HostNames;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KubeletAnswersTest {
    private static final String ROOT = "/apis/metrics.k8s.io/v1beta1";
    private static final String COPIES =
            ROOT + "/namespaces/host-ns/pods?limit=200&labelSelector=mooring.io%2Fmanaged-by%3Dvc";

    private final Map<String, String> hosts = new HashMap<>();
    private final Map<String, String> tenants = new HashMap<>();
    private HostApi hostApi;
    private HostApi tenantApi;
    private KubeClient host;
    private KubeClient tenant;
    private long now;

    @BeforeEach
    void open() throws IOException {
        hostApi = HostApi.of(hosts);
        tenantApi = HostApi.of(tenants);
        host = KubeClient.fromKubeconfig(hostApi.kubeconfig());
        tenant = KubeClient.fromKubeconfig(tenantApi.kubeconfig());
        measured("00:01:00", "250m", "100Mi");
        hosts.put(
                ROOT + "/nodes/real",
                """
                {"metadata": {"name": "real"}, "timestamp": "2026-01-01T00:01:00Z", "window": "10s",
                 "usage": {"cpu": "2", "memory": "1Gi"}}
                """);
        tenants.put(
                "/api/v1/pods?limit=200",
                """
                {"items": [
                  {"metadata": {"name": "web", "namespace": "shop", "uid": "u1"},
                   "spec": {"nodeName": "standing"},
                   "status": {"startTime": "2026-01-01T00:00:01Z", "containerStatuses": [
                     {"name": "c", "state": {"running": {"startedAt": "2026-01-01T00:00:02Z"}}}]}},
                  {"metadata": {"name": "db", "namespace": "shop", "uid": "u2",
                                "creationTimestamp": "2026-01-01T00:00:00Z"},
                   "spec": {"nodeName": "real"}},
                  {"metadata": {"name": "new", "namespace": "shop", "uid": "u3"}}]}
                """);
        tenants.put(
                "/api/v1/pods?limit=200&fieldSelector=spec.nodeName%3Dreal",
                """
                {"items": [{"metadata": {"name": "db", "namespace": "shop"}}]}
                """);
        node("standing", "mooring.io/fake-node");
        node("real", "mooring.io/from-host");
        node("idle", "mooring.io/fake-node");
    }

    private void node(String name, String mark) {
        tenants.put(
                "/api/v1/nodes/" + name,
                """
                {"metadata": {"name": "%s", "uid": "n-%s", "labels": {"%s": "true"},
                              "creationTimestamp": "2026-01-01T00:00:00Z"}}
                """
                        .formatted(name, name, mark));
    }

    private void measured(String time, String cpu, String memory) {
        hosts.put(
                COPIES,
                """
                {"items": [
                  {"metadata": {"name": "web-x-shop-x-vc"}, "timestamp": "2026-01-01T%1$sZ", "window": "15s", "containers": [
                    {"name": "c", "usage": {"cpu": "%2$s", "memory": "%3$s"}},
                    {"name": "d", "usage": {"cpu": "1n", "memory": "1"}},
                    {"name": "mooring-hosts", "usage": {"cpu": "1", "memory": "1Gi"}}]},
                  {"metadata": {"name": "db-x-shop-x-vc"}, "timestamp": "2026-01-01T%1$sZ", "window": "15s", "containers": [
                    {"name": "c", "usage": {"cpu": "2m", "memory": "1Mi"}}]},
                  {"metadata": {"name": "other-x-shop-x-vc"}, "timestamp": "no time", "containers": []}]}
                """
                        .formatted(time, cpu, memory));
    }

    @AfterEach
    void close() throws IOException {
        host.close();
        tenant.close();
        hostApi.close();
        tenantApi.close();
    }

    private Metrics metrics() {
        return new Metrics(
                tenant,
                host,
                new HostNames("vc", "host-ns"),
                (_, name) ->
                        name.equals("new")
                                ? Optional.empty()
                                : Optional.of(
                                        new SyncedPod(name + "-x-shop-x-vc", Set.of("c", "d"))));
    }

    private KubeletAnswers answers(Set<String> measured) {
        return new KubeletAnswers(() -> Optional.of(metrics()), measured, () -> now);
    }

    @Test
    void aSummaryHasTheTenantsPodsOfTheNodeInTheirNamesAndNothingElse() {
        var told = told(answers(Set.of("nodes", "pods")), "standing", NodeCall.SUMMARY);

        var time = "2026-01-01T00:01:00Z";
        assertThat(KubeObject.parse(told).fields())
                .isEqualTo(
                        KubeObject.parse(
                                        """
                                        {"node": {"nodeName": "standing", "startTime": "2026-01-01T00:00:00Z",
                                          "cpu": {"time": "%1$s", "usageNanoCores": 250000001, "usageCoreNanoSeconds": 1000000},
                                          "memory": {"time": "%1$s", "workingSetBytes": 104857601}},
                                         "pods": [{"podRef": {"name": "web", "namespace": "shop", "uid": "u1"},
                                          "startTime": "2026-01-01T00:00:01Z",
                                          "cpu": {"time": "%1$s", "usageNanoCores": 250000001, "usageCoreNanoSeconds": 1000000},
                                          "memory": {"time": "%1$s", "workingSetBytes": 104857601},
                                          "containers": [
                                           {"name": "c", "startTime": "2026-01-01T00:00:02Z",
                                            "cpu": {"time": "%1$s", "usageNanoCores": 250000000, "usageCoreNanoSeconds": 1000000},
                                            "memory": {"time": "%1$s", "workingSetBytes": 104857600}},
                                           {"name": "d", "startTime": "%1$s",
                                            "cpu": {"time": "%1$s", "usageNanoCores": 1, "usageCoreNanoSeconds": 1000000},
                                            "memory": {"time": "%1$s", "workingSetBytes": 1}}]}]}
                                        """
                                                .formatted(time))
                                .fields());
    }

    @Test
    void whatAScraperReadsIsInTheTextFormatWithTheTimesOfMeasurement() {
        var told = told(answers(Set.of("nodes", "pods")), "real", NodeCall.RESOURCES);

        assertThat(told)
                .isEqualTo(
                        """
                        # HELP container_cpu_usage_seconds_total Cumulative cpu time consumed by the container in core-seconds
                        # TYPE container_cpu_usage_seconds_total counter
                        container_cpu_usage_seconds_total{container="c",namespace="shop",pod="db"} 0.001000000 1767225660000
                        # HELP container_memory_working_set_bytes Current working set of the container in bytes
                        # TYPE container_memory_working_set_bytes gauge
                        container_memory_working_set_bytes{container="c",namespace="shop",pod="db"} 1048576 1767225660000
                        # HELP container_start_time_seconds Start time of the container since unix epoch in seconds
                        # TYPE container_start_time_seconds gauge
                        # HELP node_cpu_usage_seconds_total Cumulative cpu time consumed by the node in core-seconds
                        # TYPE node_cpu_usage_seconds_total counter
                        node_cpu_usage_seconds_total 0.001000000 1767225660000
                        # HELP node_memory_working_set_bytes Current working set of the node in bytes
                        # TYPE node_memory_working_set_bytes gauge
                        node_memory_working_set_bytes 1073741824 1767225660000
                        # HELP pod_cpu_usage_seconds_total Cumulative cpu time consumed by the pod in core-seconds
                        # TYPE pod_cpu_usage_seconds_total counter
                        pod_cpu_usage_seconds_total{namespace="shop",pod="db"} 0.001000000 1767225660000
                        # HELP pod_memory_working_set_bytes Current working set of the pod in bytes
                        # TYPE pod_memory_working_set_bytes gauge
                        pod_memory_working_set_bytes{namespace="shop",pod="db"} 1048576 1767225660000
                        # HELP resource_scrape_error 1 if the containers could not be measured, else 0
                        # TYPE resource_scrape_error gauge
                        resource_scrape_error 0
                        # HELP scrape_error 1 if the containers could not be measured, else 0
                        # TYPE scrape_error gauge
                        scrape_error 0
                        """);
    }

    @Test
    void processorTimeGrowsByTheRateThatTheHostTellsAndBeginsAnewWithTheContainer() {
        var answers = answers(Set.of("pods"));
        assertThat(cpu(answers)).isEqualTo("0.001000000 1767225660000");
        measured("00:01:20", "500m", "1Mi");
        now += Duration.ofSeconds(1).toNanos();
        assertThat(cpu(answers)).isEqualTo("0.001000000 1767225660000");

        now += Duration.ofSeconds(20).toNanos();
        assertThat(cpu(answers)).isEqualTo("10.001000000 1767225680000");
        measured("00:01:10", "9", "1Mi");
        now += Duration.ofSeconds(20).toNanos();
        assertThat(cpu(answers)).startsWith("10.001000000 ");

        tenants.computeIfPresent(
                "/api/v1/pods?limit=200", (_, pods) -> pods.replace("00:00:02Z", "00:01:30Z"));
        measured("00:01:40", "500m", "1Mi");
        now += Duration.ofSeconds(20).toNanos();
        assertThat(cpu(answers)).isEqualTo("0.001000000 1767225700000");
    }

    private static String cpu(KubeletAnswers answers) {
        var name =
                "container_cpu_usage_seconds_total{container=\"c\",namespace=\"shop\",pod=\"web\"} ";
        return told(answers, "standing", NodeCall.RESOURCES)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsNotMeasuredIsLeftOut() {
        var pods = told(answers(Set.of("pods")), "real", NodeCall.SUMMARY);
        var nodes = told(answers(Set.of("nodes")), "real", NodeCall.SUMMARY);
        var idle = told(answers(Set.of("nodes", "pods")), "idle", NodeCall.SUMMARY);

        assertThat(KubeObject.parse(pods).map("node")).doesNotContainKeys("cpu", "memory");
        assertThat(KubeObject.parse(nodes).list("pods")).isEmpty();
        assertThat(KubeObject.parse(nodes).map("node")).containsKeys("cpu", "memory");
        assertThat(KubeObject.parse(idle).list("pods")).isEmpty();
        assertThat(KubeObject.parse(idle).map("node")).doesNotContainKeys("cpu", "memory");
    }

    @Test
    void thePodsOfANodeAreThoseThatTheTenantHasThere() throws IOException {
        hostApi.close();
        var pods = KubeObject.parse(told(answers(Set.of()), "real", NodeCall.PODS));

        assertThat(pods.kind()).isEqualTo("PodList");
        assertThat(pods.maps("items"))
                .singleElement()
                .satisfies(pod -> assertThat(new KubeObject(pod).name()).isEqualTo("db"));
    }

    @Test
    void whatIsNotKnownIsSaidSo() throws IOException {
        assertThat(answers(Set.of()).answer("real", NodeCall.SUMMARY))
                .isEqualTo(
                        new Answer.Never(
                                "nothing is measured for this cluster; set"
                                        + " integrations.metricsServer.enabled to true, and its"
                                        + " pods or nodes not to false"));
        assertThat(answers(Set.of("pods")).answer("gone", NodeCall.SUMMARY))
                .isEqualTo(new Answer.Never("there is no node gone"));
        var early = new KubeletAnswers(Optional::empty, Set.of("pods"), () -> now);
        assertThat(early.answer("real", NodeCall.SUMMARY))
                .isEqualTo(new Answer.NotNow("the host cluster cannot be asked now; try again"));
        hostApi.close();
        assertThat(answers(Set.of("pods")).answer("real", NodeCall.SUMMARY))
                .isEqualTo(new Answer.NotNow("the host cluster tells no metrics"));
    }

    private static String told(KubeletAnswers answers, String node, NodeCall call) {
        return answers.answer(node, call) instanceof Answer.Told(_, var text) ? text : "nothing";
    }
}
