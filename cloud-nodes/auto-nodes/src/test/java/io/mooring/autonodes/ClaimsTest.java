package io.mooring.autonodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.model.Taint;
import io.mooring.kube.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A claim is what it was once the API server has had it.
final class ClaimsTest {

    private static final Instant MADE = Instant.parse("2026-11-22T05:00:00Z");

    private static final Claim CLAIM =
            new Claim(
                    "burst-x4z7b",
                    "burst",
                    "local",
                    MADE,
                    new Claim.Spec(
                            "namespace",
                            "local",
                            "on-demand",
                            "",
                            0.0712,
                            new TreeMap<>(
                                    Map.of("karpenter.sh/nodepool", "burst", "tier", "batch")),
                            List.of(new Taint("burst", "", "NoSchedule")),
                            List.of(new Taint("starting", "yes", "NoExecute")),
                            new TreeMap<>(Map.of("cpu", 2000L, "memory", 4L << 30)),
                            new TreeMap<>(Map.of("cpu", 1900L, "memory", 3L << 30)),
                            Duration.ofHours(720),
                            Duration.ofSeconds(30),
                            "abc123",
                            List.of()),
                    Claim.Status.NEW,
                    null,
                    new Claim.Command("c-1", Reason.DRIFTED, 1, true, MADE));

    private static KubeObject stored(Claim claim) {
        return Claims.object(claim).with(MADE.toString(), "metadata", "creationTimestamp");
    }

    @Test
    void aClaimComesBackAsItWasWritten() {
        assertThat(Claims.read(stored(CLAIM))).isEqualTo(CLAIM);
    }

    @Test
    void whatItMayComeToBeIsInItsRequirementsAndOnlyWhatIsSettledInItsLabels() {
        Claim open = CLAIM.with(inZone("a").with(List.of(inZone("b"))));

        KubeObject object = stored(open);

        assertThat(Claims.read(object)).isEqualTo(open);
        assertThat(object.labels()).containsOnlyKeys("karpenter.sh/nodepool", "tier");
        assertThat(object.maps("spec", "requirements"))
                .contains(
                        Map.of(
                                "key", "topology.kubernetes.io/zone",
                                "operator", "In",
                                "values", List.of("a", "b")));
    }

    private static Claim.Spec inZone(String zone) {
        Claim.Spec spec = CLAIM.spec();
        var labels = new TreeMap<>(spec.labels());
        labels.put("topology.kubernetes.io/zone", zone);
        return new Claim.Spec(
                spec.instanceType(),
                zone,
                spec.capacityType(),
                spec.reservation(),
                spec.price(),
                labels,
                spec.taints(),
                spec.startupTaints(),
                spec.capacity(),
                spec.allocatable(),
                spec.expireAfter(),
                spec.gracePeriod(),
                spec.hash(),
                List.of());
    }

    @Test
    void aClaimStaysUntilItsMachineIsGone() {
        assertThat(Claims.object(CLAIM).list("metadata", "finalizers"))
                .containsExactly("karpenter.sh/termination");
    }

    @Test
    void theStagesOfItsLifeAreConditions() {
        Claim.Status status =
                Claim.Status.NEW
                        .launched("local://c/burst-x4z7b", MADE.plusSeconds(1))
                        .registered(MADE.plusSeconds(9));
        Claim registered = CLAIM.with(status);

        KubeObject object = stored(CLAIM).with(Conditions.status(registered), "status");

        assertThat(Claims.read(object)).isEqualTo(registered);
        assertThat(object.text("status", "nodeName")).contains("burst-x4z7b");
        assertThat(Nodes.condition(object, "Ready").text("status")).contains("False");
    }

    @Test
    void aClaimThatAPersonDeletesHasItsOwnGrace() {
        KubeObject object =
                stored(CLAIM).with("2026-11-22T06:00:00Z", "metadata", "deletionTimestamp");

        Claim claim = Claims.read(object);

        assertThat(claim.deletion()).isEqualTo("2026-11-22T06:00:00Z");
        assertThat(claim.status().terminateBy()).isEqualTo("2026-11-22T06:00:30Z");
    }

    @Test
    void theEarlierEndHolds() {
        KubeObject object =
                stored(CLAIM)
                        .with("2026-11-22T06:00:00Z", "metadata", "deletionTimestamp")
                        .with("2026-11-22T06:00:05Z", "metadata", "annotations", Kinds.TERMINATE_BY)
                        .with("Interrupted", "metadata", "annotations", Kinds.REASON);

        Claim claim = Claims.read(object);

        assertThat(claim.status().terminateBy()).isEqualTo("2026-11-22T06:00:05Z");
        assertThat(claim.status().reason()).isEqualTo(Reason.INTERRUPTED);
    }

    @Test
    void aClaimWhoseOrderSomebodyTookIsStillKnown() {
        KubeObject object =
                stored(CLAIM.with(Claim.Status.NEW.launched("id", MADE)))
                        .with("", "metadata", "annotations", Kinds.ORDER)
                        .with(Conditions.status(CLAIM), "status");

        Claim claim = Claims.read(object);

        assertThat(claim.pool()).isEqualTo("burst");
        assertThat(claim.provider()).isEqualTo("local");
        assertThat(claim.spec().capacity()).isEqualTo(CLAIM.spec().capacity());
    }
}
