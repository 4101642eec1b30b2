package io.mooring.provider.resources.host.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.api.ConfigLoader;
import io.mooring.provider.resources.host.GivenPatience;
import io.mooring.provider.resources.host.HostFailure;
import io.mooring.provider.resources.host.WantedCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// In which order a start replaces claims; that a pod begins with its snapshot then is for the test
/// of a real host cluster.
final class LostClaimsTest {

    private static final String SET = "statefulsets/shop";
    private static final String RESTORE =
            "snapshots: {restore: {url: 's3://safe/shop/a.snapshot'}, encryption: {secretName: phrase}}";

    @AutoClose private final FakeHostApi api = new FakeHostApi();

    @BeforeEach
    void start() {
        api.with("configmaps/shop", "{\"data\": {\"owner\": \"me\"}}");
    }

    @Test
    void theNewClaimIsForAPodThatKnowsWhatItBeginsWith() {
        seen(1);
        lost(0);

        start(1);

        assertThat(about("shop-0", SET))
                .containsExactly(
                        "PATCH " + SET,
                        "DELETE pods/shop-0",
                        "PATCH persistentvolumeclaims/data-shop-0");
        assertThat(api.object(SET).json()).contains("\"secretName\":\"phrase\"");
        assertThat(
                        api.object("persistentvolumeclaims/data-shop-0")
                                .at("metadata", "deletionTimestamp"))
                .isEmpty();
    }

    @Test
    void noPodIsEndedBeforeItsSuccessorIsOneOfTheNewRevision() {
        seen(0);
        lost(0);

        assertThatThrownBy(() -> start(1))
                .isInstanceOf(HostFailure.NotReady.class)
                .hasMessage(
                        "starting control plane shop: waiting for the host cluster to take up what StatefulSet shop is now: it took too long; see whether its controller manager runs, then run again");

        assertThat(about("shop-0", SET)).containsExactly("PATCH " + SET);
        assertThat(api.paths()).contains("pods/shop-0");
    }

    @Test
    void ofSeveralReplicasOneGivesUpItsClaimAtATime() {
        seen(1);
        lost(0);
        lost(2);

        start(3);

        assertThat(about("shop-", SET))
                .containsExactly(
                        "PATCH persistentvolumeclaims/data-shop-1",
                        "PATCH " + SET,
                        "DELETE pods/shop-0",
                        "PATCH persistentvolumeclaims/data-shop-0");
    }

    @Test
    void whatIsThereIsAppliedBeforeThePodsThatUseIt() {
        start(1);

        assertThat(about("shop-0", SET))
                .containsExactly("PATCH persistentvolumeclaims/data-shop-0", "PATCH " + SET);
    }

    /// A StatefulSet of which its controller has seen so much.
    private void seen(int generation) {
        api.with(
                SET,
                """
                {"metadata": {"generation": 1}, "spec": {"replicas": 1},
                 "status": {"observedGeneration": %d}}
                """
                        .formatted(generation));
    }

    private void lost(int ordinal) {
        api.with("pods/shop-" + ordinal, "{}");
        api.with(
                "persistentvolumeclaims/data-shop-" + ordinal,
                "{\"metadata\": {\"deletionTimestamp\": \"2026-11-22T12:00:00Z\"}}");
    }

    private void start(int replicas) {
        String yaml =
                """
                privateNodes: {enabled: true}
                controlPlane:
                  endpoint: 10.1.2.3:443
                  backingStore: {etcd: {external: {enabled: true, endpoint: 'https://etcd:2379'}}}
                  statefulSet: {highAvailability: {replicas: %d}}
                %s
                """;
        var wanted =
                new WantedCluster(
                        "shop",
                        "me",
                        ConfigLoader.load(yaml.formatted(replicas, RESTORE)).config());
        new KubernetesHost(api.place()).start(wanted, new GivenPatience(Duration.ofMillis(-1)));
    }

    /// What was changed of the pods and their claims, and of one object more.
    private List<String> about(String pod, String object) {
        return api.changes().stream()
                .filter(change ->
                        change.contains("/data-" + pod)
                                || change.contains("pods/" + pod)
                                || change.endsWith(object))
                .toList();
    }
}
