package io.mooring.autoscaler.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Budget;
import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Consent;
import io.mooring.autoscaler.cluster.Pool.Policy;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.Requirement;
import io.mooring.autoscaler.simulation.Market;
import io.mooring.autoscaler.simulation.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Pools that act only when what they would do is approved.
final class PlanModeTest {

    private static final PodTemplate ONE_CPU = Market.pod("x", Market.resources(1000, 1), Map.of());
    private static final Duration BATCH = Duration.ofSeconds(2);

    private static Pool asking(@Nullable Integer replicas) {
        return Market.asking(acting("asking", replicas, List.of()), "", "");
    }

    private static Pool acting(
            String name, @Nullable Integer replicas, List<Requirement> requirements) {
        return Market.pool(
                name,
                Market.CLOUD,
                0,
                replicas,
                requirements,
                List.of(new Budget("100%", Set.of(), null, null)),
                Policy.WHEN_EMPTY);
    }

    private static Consent consent(Scene scene) {
        return Objects.requireNonNull(scene.pool("asking").consent());
    }

    private static void approve(Scene scene) {
        String plan = consent(scene).told();
        scene.change(
                Market.asking(scene.pool("asking"), plan.substring(0, plan.indexOf(':')), plan));
        scene.settle();
    }

    @Test
    void machinesAreBoughtOnceThePlanIsApprovedAndThenThereIsNone() {
        var scene = new Scene(asking(null));
        scene.pending("default/x.1", ONE_CPU);
        scene.settle().after(BATCH);

        assertThat(scene.claims()).isEmpty();
        assertThat(consent(scene).told().lines().skip(1))
                .containsExactly("launch c2 in a (spot) at 0.0400 dollars an hour for 1 pods");
        assertThat(consent(scene).told()).endsWith(" for 1 pods").contains(": +0.0400 dollars");
        assertThat(scene.said())
                .anyMatch(it -> it.startsWith("Pod default/x.1 WaitsForApproval: pool asking"));
        assertThat(scene.after(Duration.ofMinutes(5)).claims()).isEmpty();

        approve(scene);

        assertThat(scene.claim().spec().instanceType()).isEqualTo("c2");
        assertThat(consent(scene)).isEqualTo(new Consent("", ""));
    }

    @Test
    void whatWasApprovedIsNotWhatThePlanHasBecome() {
        var scene = new Scene(asking(null));
        scene.pending("default/x.1", ONE_CPU);
        scene.settle().after(BATCH);
        String old = consent(scene).told();
        scene.pending("default/x.2", ONE_CPU);
        scene.pending("default/x.3", ONE_CPU);
        scene.settle().after(BATCH);
        String now = consent(scene).told();
        assertThat(now).isNotEqualTo(old);

        scene.change(
                Market.asking(scene.pool("asking"), old.substring(0, old.indexOf(':')), now));
        scene.settle();

        assertThat(scene.claims()).isEmpty();
    }

    @Test
    void anEmptyNodeIsGivenUpOnceThatIsApprovedAndKeepsNoOtherPoolBack() {
        var scene = new Scene(acting("acting", 0, List.of()), asking(1));
        scene.settle();
        approve(scene);
        scene.join(scene.claim());
        Claim claim = scene.claim();
        assertThat(consent(scene).told()).isEmpty();

        scene.change(Market.asking(acting("asking", 0, List.of()), "", ""));
        scene.change(acting("acting", 1, List.of()));
        scene.settle();

        assertThat(scene.claims())
                .filteredOn(it -> it.pool().equals("acting"))
                .hasSize(1);
        assertThat(consent(scene).told())
                .endsWith(
                        "remove %s: the pool has more than its replicas".formatted(claim.name()));
        approve(scene);
        assertThat(scene.claims())
                .filteredOn(it -> it.pool().equals("asking"))
                .singleElement()
                .matches(Claim::deleting);
    }

    @Test
    void aMachineThatIsTakenAwayGoesUnasked() {
        var scene = new Scene(asking(1));
        scene.settle();
        approve(scene);
        scene.join(scene.claim());
        Claim claim = scene.claim();

        scene.answer(
                new io.mooring.autoscaler.port.Outcome.Interrupted(
                        claim.name(), scene.now().plusSeconds(120), "spot"));

        assertThat(scene.claims()).anyMatch(it -> it.name().equals(claim.name()) && it.deleting());
        assertThat(consent(scene).told()).contains("launch ");
    }
}
