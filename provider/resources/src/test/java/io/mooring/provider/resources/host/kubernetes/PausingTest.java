package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.provider.resources.host.ClusterState;
import io.mooring.provider.resources.host.GivenPatience;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.PausedCluster;
import io.mooring.provider.resources.host.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PausingTest {

    private static final Progress NONE = new GivenPatience(Duration.ofMillis(-1));
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.5Z");
    private static final String SET = "statefulsets/shop";
    private static final String CLAIMED = "";
    private static final String IN_THE_POD = "{\"name\": \"data\", \"emptyDir\": {}}";

    @AutoClose private final FakeHostApi api = new FakeHostApi();
    private final KubernetesHost host = new KubernetesHost(api.place());

    @BeforeEach
    void aControlPlaneAndWhatItsTenantRuns() {
        api.with(
                "configmaps/shop",
                "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"data\": {\"owner\": \"me\"}}");
        set(1, CLAIMED);
        pod("shop-0", "mooring.io/cluster", "Running", "");
        pod("web-x-work-x-shop", "mooring.io/managed-by", "Running", "uid-of-configmaps/shop");
        pod("once-x-work-x-shop", "mooring.io/managed-by", "Succeeded", "uid-of-configmaps/shop");
        pod("of-another", "mooring.io/managed-by", "Running", "another");
    }

    @Test
    void aPauseEndsTheControlPlaneFirstAndThenItsTenantsPodsThatAreNotOver() {
        PausedCluster paused = host.pause("shop", NOON, NONE);

        assertThat(paused).isEqualTo(new PausedCluster("2026-11-22T12:00:00Z", 1, 1));
        assertThat(api.changes()).containsExactly("PATCH " + SET, "DELETE pods/web-x-work-x-shop");
        assertThat(api.paths())
                .contains("pods/of-another", "pods/once-x-work-x-shop")
                .doesNotContain("pods/shop-0", "pods/web-x-work-x-shop");
        assertThat(host.state("shop")).isEqualTo(new ClusterState.Paused("2026-11-22T12:00:00Z"));
    }

    @Test
    void aPauseOfAPausedOneEndsWhatIsLeftAndRemembersTheFirst() {
        host.pause("shop", NOON, NONE);
        pod("late-x-work-x-shop", "mooring.io/managed-by", "Running", "uid-of-configmaps/shop");

        PausedCluster again = host.pause("shop", NOON.plusSeconds(60), NONE);

        assertThat(again).isEqualTo(new PausedCluster("2026-11-22T12:00:00Z", 1, 1));
        assertThat(api.changes()).filteredOn(change -> change.startsWith("PATCH")).hasSize(1);
    }

    @Test
    void resumingGivesItTheReplicasThatItHad() {
        set(3, CLAIMED);
        host.pause("shop", NOON, NONE);

        assertThatThrownBy(() -> host.resume("shop", NONE))
                .isInstanceOf(HostFailure.NotReady.class)
                .hasMessageContaining("0 of 3 pods ready");

        assertThat(api.object(SET).text("spec", "replicas")).contains("3");
        assertThat(api.object(SET).annotations()).isEmpty();
    }

    @Test
    void whatWouldLoseItsStateIsNotPaused() {
        set(1, IN_THE_POD);

        assertThatThrownBy(() -> host.pause("shop", NOON, NONE))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(
                        "pausing control plane shop: its state is in a directory that ends with its pod (controlPlane.statefulSet.persistence.volumeClaim.enabled is false), so that a pause would lose it; nothing was stopped. Make a snapshot and destroy it instead");
        assertThat(api.changes()).isEmpty();
    }

    @Test
    void severalReplicasWithAStoreElsewhereHaveNothingToLose() {
        set(3, IN_THE_POD);
        config("{etcd: {embedded: {enabled: true}}}");
        assertThatThrownBy(() -> host.pause("shop", NOON, NONE))
                .hasMessageContaining("a pause would lose it");

        config("{etcd: {external: {enabled: true, endpoint: 'https://etcd:2379'}}}");
        assertThat(host.pause("shop", NOON, NONE).replicas()).isEqualTo(3);
    }

    @Test
    void whatSomebodyScaledToNothingIsNotPausedAndNotResumed() {
        set(0, CLAIMED);
        String scaled =
                "control plane shop in namespace tenants is not paused, but somebody scaled its StatefulSet to 0; `pulumi up --refresh` or `kubectl scale` brings it back";

        assertThatThrownBy(() -> host.pause("shop", NOON, NONE)).hasMessage(scaled);
        assertThatThrownBy(() -> host.resume("shop", NONE)).hasMessage(scaled);
        assertThat(host.state("shop")).isInstanceOf(ClusterState.Down.class);
        assertThat(api.changes()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> host.pause("absent", NOON, NONE))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(
                        "pausing control plane absent: there is none of that name in namespace tenants; `mooring list` shows those there are");
    }

    @Test
    void aStartThatFoundItPausedForgetsThePause() {
        host.pause("shop", NOON, NONE);
        var client = api.place().client();

        Pausing.forget(client, api.object(SET));
        Pausing.forget(client, api.object(SET));

        assertThat(api.object(SET).annotations()).isEmpty();
        assertThat(api.changes()).filteredOn(change -> change.startsWith("PATCH")).hasSize(2);
    }

    private void set(int replicas, String volume) {
        api.with(
                SET,
                """
                {"apiVersion": "apps/v1", "kind": "StatefulSet",
                 "spec": {"replicas": %d, "template": {"spec": {"volumes": [%s]}}}}
                """
                        .formatted(replicas, volume));
    }

    private void pod(String name, String label, String phase, String owner) {
        api.with(
                "pods/" + name,
                """
                {"apiVersion": "v1", "kind": "Pod",
                 "metadata": {"labels": {"%s": "shop"}, "ownerReferences": [{"uid": "%s"}]},
                 "status": {"phase": "%s"}}
                """
                        .formatted(label, owner, phase));
    }

    private void config(String store) {
        String yaml =
                "privateNodes: {enabled: true}\ncontrolPlane: {backingStore: %s}\n"
                        .formatted(store);
        String encoded = Base64.getEncoder().encodeToString(yaml.getBytes(StandardCharsets.UTF_8));
        api.with(
                "secrets/shop-config",
                "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"data\": {\"config.yaml\": \"%s\"}}"
                        .formatted(encoded));
    }
}
