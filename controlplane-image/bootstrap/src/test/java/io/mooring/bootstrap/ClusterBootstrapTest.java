package io.mooring.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.bootstrap.testkit.ControlPlaneExtension;
import io.mooring.bootstrap.testkit.RealControlPlane;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ObjectRef;
import io.mooring.kube.ResourceKind;
import io.mooring.pki.CaHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ControlPlaneExtension.class)
final class ClusterBootstrapTest {
    private static final ObjectRef INFO =
            ObjectRef.of(ResourceKind.CONFIG_MAP, "kube-public", "cluster-info");
    private final RealControlPlane plane;
    @TempDir Path directory;
    private KubeClient kube;

    ClusterBootstrapTest(RealControlPlane plane) {
        this.plane = plane;
    }

    @BeforeEach
    void apply() throws Exception {
        kube = plane.client();
        new ClusterBootstrap(kube).apply(Specs.of(plane));
    }

    @AfterEach
    void disconnect() {
        kube.close();
    }

    @Test
    void applying_again_changes_nothing() throws Exception {
        var config = ObjectRef.of(ResourceKind.CONFIG_MAP, "kube-system", "kubelet-config");
        var slice = ObjectRef.of(ResourceKind.ENDPOINT_SLICE, "default", "kubernetes");
        var before = kube.get(config).resourceVersion() + " " + kube.get(slice).resourceVersion();

        new ClusterBootstrap(kube).apply(Specs.of(plane));

        assertThat(kube.get(config).resourceVersion() + " " + kube.get(slice).resourceVersion())
                .isEqualTo(before);
    }

    @Test
    void the_controller_manager_signs_cluster_info_for_each_token() {
        var tokens = new BootstrapTokens(kube, Clock.systemUTC(), new SecureRandom());
        var token = tokens.create(TokenRequest.defaults());

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> kube.get(INFO).at("data", "jws-kubeconfig-" + token.id()).isPresent());
        tokens.delete(token.id());
    }

    @Test
    void the_users_kubelet_settings_are_merged_over_ours() {
        var text =
                kube.get(ObjectRef.of(ResourceKind.CONFIG_MAP, "kube-system", "kubelet-config"))
                        .text("data", "kubelet")
                        .orElseThrow();
        var kubelet = KubeObject.parse(text);

        assertThat(kubelet.text("maxPods")).contains("200");
        assertThat(kubelet.map("authentication", "webhook"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("enabled", true, "cacheTTL", "1m"));
        assertThat(kubelet.text("authentication", "x509", "clientCAFile"))
                .contains("/etc/kubernetes/pki/ca.crt");
        assertThat(kubelet.text("serverTLSBootstrap")).contains("true");
    }

    @Test
    void the_kubernetes_service_leads_to_the_exposed_endpoint() {
        var slice = kube.get(ObjectRef.of(ResourceKind.ENDPOINT_SLICE, "default", "kubernetes"));

        assertThat(slice.labels()).containsEntry("kubernetes.io/service-name", "kubernetes");
        assertThat(slice.maps("endpoints").getFirst().get("addresses")).hasToString("[10.76.0.2]");
        assertThat(
                        kube.get(ObjectRef.of(ResourceKind.SERVICE, "default", "kubernetes"))
                                .list("spec", "ports"))
                .hasSize(1);
    }

    @Test
    void upstream_kubeadm_finds_all_it_needs_to_join() throws Exception {
        var kubeadm = RealControlPlane.binaries().resolve("kubeadm");
        Assumptions.assumeTrue(Files.isExecutable(kubeadm), "kubeadm is not built");
        var tokens = new BootstrapTokens(kube, Clock.systemUTC(), new SecureRandom());
        var token = tokens.create(TokenRequest.defaults());
        var hash = CaHash.ofPem(Files.readString(plane.pki().resolve("ca.crt")));

        var output =
                kubeadm(
                        kubeadm,
                        "join",
                        plane.endpoint(),
                        "--token=" + token.value(),
                        "--discovery-token-ca-cert-hash=" + hash,
                        "--node-name=kubeadm-node",
                        "--dry-run",
                        "--ignore-preflight-errors=all");

        assertThat(output)
                .contains("Reading configuration from the \"kubeadm-config\" ConfigMap")
                .contains("Writing kubelet configuration to file")
                .contains("This node has joined the cluster");
        tokens.delete(token.id());
    }

    private String kubeadm(Path kubeadm, String... arguments) throws Exception {
        var command = new java.util.ArrayList<String>();
        command.add(kubeadm.toString());
        command.addAll(java.util.List.of(arguments));
        var log = directory.resolve("kubeadm.log");
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .put(
                        "KUBEADM_JOIN_DRYRUN_DIR",
                        Files.createDirectories(directory.resolve("dry")).toString());
        var process = builder.start();
        try {
            process.waitFor(90, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(log);
    }
}
