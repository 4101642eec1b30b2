package io.mooring.provider.resources;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.mooring.kube.KubeClients;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.ObjectValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Upgrades of a cluster that tells of its nodes.
final class KubernetesUpgradeTest {

    private static final ObjectValue DECLARED =
            Given.value("name: shop\nhost: {standalone: {local: {}}}");
    private static final ObjectValue NEXT =
            Given.value("name: shop\nhost: {standalone: {local: {}}}\nkubernetesVersion: v1.35.4");
    private static final String NODES =
            """
            {"kind": "NodeList", "apiVersion": "v1", "metadata": {"resourceVersion": "1"}, "items": [
              {"metadata": {"name": "old"}, "status": {"nodeInfo": {"kubeletVersion": "v1.31.9"}}},
              {"metadata": {"name": "ours"}, "status": {"nodeInfo": {"kubeletVersion": "v1.34.4"}}}]}
            """;

    private final Clusters clusters = new Clusters(new KubeClients(Duration.ofSeconds(10)));
    private final HttpServer api = listening();

    @BeforeEach
    void serve() {
        api.createContext(
                "/api/v1/nodes",
                exchange -> {
                    byte[] body = NODES.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void kubeletsThatWouldBeTooOldAreNamedBeforeAnythingIsDone() {
        assertThat(refusals("v1.34.4", NEXT))
                .containsExactly(
                        "kubernetesVersion: node old with kubelet v1.31.9: v1.35.4 works with kubelets of v1.32 and later; upgrade or remove them first");
        assertThat(KubernetesUpgrade.announcement(running("v1.34.4"), NEXT))
                .contains(
                        "upgrading Kubernetes from v1.34.4 to v1.35.4; the way back is a snapshot that was made before");
    }

    @Test
    void whatRunsCountsAndNotWhatWasDeclaredLast() {
        assertThat(refusals("v1.33.2", NEXT))
                .hasSize(2)
                .first()
                .isEqualTo(
                        "kubernetesVersion: from v1.33.2 to v1.35.4: Kubernetes takes one minor version at a time; go to 1.34 first");
    }

    @Test
    void nobodyIsAskedWhereTheMinorVersionStays() {
        assertThat(refusals("v1.34.1", DECLARED)).isEmpty();
        assertThat(KubernetesUpgrade.announcement(running("v1.34.1"), DECLARED)).isEmpty();
    }

    @Test
    void aClusterThatDoesNotAnswerIsNotInTheWay() {
        api.stop(0);

        assertThat(refusals("v1.34.4", NEXT)).isEmpty();
    }

    private List<String> refusals(String version, ObjectValue inputs) {
        return KubernetesUpgrade.refusals(running(version), inputs, clusters);
    }

    private Existing running(String version) {
        String outputs =
                """
                version: %s
                connection:
                  name: shop
                  endpoint: https://10.76.0.2:8443
                  caCertHash: sha256:00
                  kubeconfig: |
                    apiVersion: v1
                    kind: Config
                    current-context: a
                    clusters: [{name: a, cluster: {server: "http://127.0.0.1:%d"}}]
                    contexts: [{name: a, context: {cluster: a, user: a}}]
                    users: [{name: a, user: {}}]
                """;
        return new Existing(
                "shop",
                DECLARED,
                Given.value(outputs.formatted(version, api.getAddress().getPort())));
    }

    private static HttpServer listening() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
