package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.api.ConfigLoader;
import io.mooring.kube.KubeClient;
import io.mooring.kube.PodIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostPlaceTest {

    private static final String KUBECONFIG =
            """
            apiVersion: v1
            kind: Config
            current-context: c
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            contexts: [{name: c, context: {cluster: c, user: c}}]
            users: [{name: c, user: {token: t}}]
            """;

    @TempDir private Path directory;
    @AutoClose private DataDirectory data;
    private PodIdentity pod;

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory.resolve("data"));
        pod = new PodIdentity(directory, Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1"));
    }

    @Test
    void aControlPlaneWithPrivateNodesNeedsNoHost() {
        var settings = settings("privateNodes: {enabled: true}");

        assertThat(HostPlace.settle(settings, pod, data)).isSameAs(settings);
        assertThat(settings.programs()).contains("kube-scheduler");
    }

    @Test
    void sharedNodesNeedAPodToShareThemFrom() {
        assertThatThrownBy(() -> HostPlace.settle(settings("{}"), pod, data))
                .isInstanceOf(ServerException.class)
                .hasMessage(
                        "starting a control plane: privateNodes.enabled is false, and this process is in no pod of a cluster whose nodes it could share; set privateNodes.enabled to true, or run it in a host cluster");
    }

    @Test
    void whatIsNotThereYetIsToldBeforeAnythingStarts() {
        assertThatThrownBy(() ->
                        HostPlace.settle(
                                settings(
                                        "{networking: {advanced: {fallbackHostCluster: true}}, controlPlane: {hostPathMapper: {enabled: true}}}"),
                                pod,
                                data))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(
                        "networking.advanced.fallbackHostCluster: is not in this version")
                .hasMessageContaining(
                        "controlPlane.hostPathMapper.enabled: is not in this version");
    }

    @Test
    void theRangeOfServicesIsAsConfiguredOrAsItWasFoundBefore() throws IOException {
        Files.writeString(directory.resolve("token"), "t");

        var configured =
                HostPlace.settle(settings("networking: {serviceCIDR: 10.43.0.0/16}"), pod, data);
        Files.writeString(data.file("service-cidr"), "10.112.0.0/20\n");
        var found = HostPlace.settle(settings("{}"), pod, data);

        assertThat(configured.serviceIp()).isEqualTo("10.43.0.1");
        assertThat(found.serviceIp()).isEqualTo("10.112.0.1");
        assertThat(found.programs())
                .contains("kube-controller-manager")
                .doesNotContain("kube-scheduler");
    }

    @Test
    void aHostThatCannotBeReachedIsToldAndEndsNothing() {
        try (var tenant = KubeClient.fromKubeconfig(KUBECONFIG);
                var sync =
                        TenantSync.start(
                                settings("{}"), tenant, pod, data.pki(), Clock.systemUTC())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(sync.problem())
                                    .isEqualTo("reading the service account of this pod"));
        }
    }

    private static ControlPlaneSettings settings(String yaml) {
        var config = ConfigLoader.load(yaml).config();
        return new ControlPlaneSettings(
                config,
                "shop",
                "10.1.0.7:8443",
                "10.1.0.7",
                List.of(),
                new InetSocketAddress("127.0.0.1", 8443),
                config.networking().serviceCIDR());
    }
}
