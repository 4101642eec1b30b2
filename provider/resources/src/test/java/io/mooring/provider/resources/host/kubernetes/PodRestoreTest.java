package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.kube.KubeObject;
import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.GivenPatience;
import io.mooring.provider.resources.host.HostFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is refused, what the pod is like, and how it stands after a failure; a real pod restores in
/// the acceptance tests.
final class PodRestoreTest {

    private static final String BEGINNING =
            "restoring a snapshot into control plane shop in namespace tenants: ";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir private Path directory;
    @AutoClose private final FakeHostApi api = new FakeHostApi();

    @Test
    void whereThereIsNoneThatIsSaid() {
        assertRefused(true, "there is none; mooring list shows those there are");
    }

    @Test
    void oneWithoutItsStatefulSetCannotBeStopped() {
        api.with("configmaps/shop", "{\"data\": {\"owner\": \"me\"}}");

        assertRefused(true, "its StatefulSet is gone; `pulumi up --refresh` brings it back");
    }

    @Test
    void whatEndsWithItsPodHasNoPlaceForASnapshot() {
        given(",{\"name\": \"data\", \"emptyDir\": {}}");

        assertRefused(
                true,
                "its state is in a directory that ends with its pod (controlPlane.statefulSet.persistence.volumeClaim.enabled is false); name the snapshot as snapshots.restore.url instead, and the next pod begins with it");
    }

    @Test
    void aFailureInThePodLeavesItStartedAgain() throws IOException {
        given("");
        api.with("pods/shop-0", "{\"metadata\": {\"labels\": {\"mooring.io/cluster\": \"shop\"}}}");

        assertThatThrownBy(this::restore)
                .isInstanceOf(HostFailure.class)
                .hasMessage(
                        BEGINNING
                                + "waiting for pod shop-restore to start took too long; it is started again with what it has");

        assertThat(api.object("statefulsets/shop").text("spec", "replicas")).contains("1");
        assertThat(api.object("statefulsets/shop").annotations()).isEmpty();
        assertThat(api.paths()).doesNotContain("pods/shop-restore");
    }

    @Test
    void onePausedBeforeStaysPaused() throws IOException {
        given("");
        var host = new KubernetesHost(api.place());
        host.pause("shop", NOON, patience());

        assertThatThrownBy(this::restore)
                .hasMessageEndingWith("; it stays paused: run this again, or `mooring resume`");

        assertThat(host.state("shop")).isEqualTo(new ClusterState.Paused("2026-11-22T12:00:00Z"));
    }

    @Test
    void thePodIsTheControlPlanesOwnButForItsProgramAndItsLabels() {
        given("");

        KubeObject pod =
                RestorePod.of(
                        api.object("statefulsets/shop"),
                        api.object("configmaps/shop"),
                        List.of("java", "restore"),
                        Duration.ofMinutes(10));

        assertThat(pod.name()).isEqualTo("shop-restore");
        assertThat(pod.labels()).doesNotContainKey("mooring.io/cluster");
        assertThat(pod.maps("metadata", "ownerReferences"))
                .containsExactly(
                        Map.of(
                                "apiVersion", "v1",
                                "kind", "ConfigMap",
                                "name", "shop",
                                "uid", "uid-of-configmaps/shop"));
        assertThat(pod.maps("spec", "containers"))
                .containsExactly(
                        Map.of(
                                "name",
                                "control-plane",
                                "image",
                                "i:1",
                                "command",
                                List.of("java", "restore"),
                                "stdin",
                                true,
                                "stdinOnce",
                                true));
        assertThat(pod.maps("spec", "volumes"))
                .containsExactly(
                        Map.of("name", "config", "secret", Map.of("secretName", "shop-config")),
                        Map.of(
                                "name",
                                "data",
                                "persistentVolumeClaim",
                                Map.of("claimName", "data-shop-0")));
        assertThat(pod.map("spec"))
                .containsEntry("restartPolicy", "Never")
                .containsEntry("automountServiceAccountToken", false)
                .containsEntry("activeDeadlineSeconds", 600L)
                .containsEntry("nodeSelector", Map.of("disk", "fast"));
    }

    private void restore() throws IOException {
        Path file = Files.writeString(directory.resolve("a.snapshot"), "snapshot");
        new PodRestore(api.place(), "shop").restore("correct horse", file, true, NOON, patience());
    }

    private static GivenPatience patience() {
        return new GivenPatience(Duration.ofMillis(-1));
    }

    private void given(String volume) {
        api.with("configmaps/shop", "{\"data\": {\"owner\": \"me\"}}");
        api.with(
                "statefulsets/shop",
                """
                {"spec": {"replicas": 1, "template": {"spec": {
                   "nodeSelector": {"disk": "fast"},
                   "containers": [
                     {"name": "control-plane", "image": "i:1", "args": ["server"], "livenessProbe": {}},
                     {"name": "beside", "image": "j:1"}],
                   "volumes": [{"name": "config", "secret": {"secretName": "shop-config"}}%s]}}}}
                """
                        .formatted(volume));
    }

    private void assertRefused(boolean force, String why) {
        var restore = new PodRestore(api.place(), "shop");

        assertThatThrownBy(() -> restore.config(force))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(BEGINNING + why);
        assertThat(api.changes()).isEmpty();
    }
}
