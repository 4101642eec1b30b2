package io.mooring.autoscaler.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Budget;
import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Consent;
import io.mooring.autoscaler.cluster.Pool.Policy;
import io.mooring.autoscaler.model.Operator;
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
        return consent(scene, "asking");
    }

    private static Consent consent(Scene scene, String pool) {
        return Objects.requireNonNull(scene.pool(pool).consent());
    }

    private static void approve(Scene scene) {
        sign(scene, "asking");
        scene.settle();
    }

    private static void sign(Scene scene, String pool) {
        String plan = consent(scene, pool).told();
        scene.change(Market.asking(scene.pool(pool), plan.substring(0, plan.indexOf(':')), plan));
    }

    /// Dearer than those that ask, which may have spot machines.
    private static Pool dear(Policy policy) {
        return pool(
                "acting",
                List.of(
                        Requirement.of(
                                "karpenter.sh/capacity-type", Operator.IN, List.of("on-demand"))),
                policy);
    }

    private static Pool pool(String name, List<Requirement> requirements, Policy policy) {
        return Market.pool(
                name,
                Market.CLOUD,
                0,
                null,
                requirements,
                List.of(new Budget("100%", Set.of(), null, null)),
                policy);
    }

    /// A node of this pool that just holds so much, left empty.
    private static Claim node(Scene scene, String pool, int milliCpu) {
        scene.pending(
                "default/filler",
                Market.pod("filler", Market.resources(milliCpu, 1), Map.of("pool", pool)));
        scene.settle().after(BATCH);
        if (scene.pool(pool).consent() != null) {
            sign(scene, pool);
            scene.settle();
        }
        Claim claim =
                scene.claims().stream().filter(c -> !c.initialized()).findFirst().orElseThrow();
        scene.join(claim);
        scene.remove("default/filler");
        scene.settle();
        return claim;
    }

    private static List<Claim> claims(Scene scene, String pool) {
        return scene.claims().stream().filter(claim -> claim.pool().equals(pool)).toList();
    }

    private static void waitForApproval(Scene scene) {
        scene.pending(
                "default/waits",
                Market.pod("waits", Market.resources(1000, 1), Map.of("pool", "asking")));
    }

    @Test
    void whatReplacesADriftedNodeOfAPoolThatActsIsNotBoughtInOneThatAsks() {
        var scene = new Scene(dear(Policy.WHEN_EMPTY), asking(null));
        Claim old = node(scene, "acting", 1000);
        scene.bound("default/x.1", ONE_CPU, old.name());
        scene.change(Market.relabelled(scene.pool("acting"), "2"));

        scene.settle().after(Duration.ofMinutes(1));

        assertThat(claims(scene, "asking")).isEmpty();
        assertThat(claims(scene, "acting")).hasSize(2);
        assertThat(consent(scene).told()).isEmpty();
    }

    @Test
    void consolidationOfAPoolThatActsBuysNothingInOneThatAsks() {
        var scene = new Scene(dear(Policy.WHEN_EMPTY_OR_UNDERUTILIZED), asking(null));
        Claim old = node(scene, "acting", 7000);
        scene.bound("default/x.1", ONE_CPU, old.name());

        scene.settle().after(Duration.ofMinutes(3));

        assertThat(claims(scene, "asking")).isEmpty();
        assertThat(claims(scene, "acting"))
                .filteredOn(claim -> claim.command() != null && claim.command().replaces())
                .singleElement()
                .matches(claim -> claim.spec().instanceType().equals("c2"));
    }

    @Test
    void aDriftedNodeIsReplacedWithoutWhatAPodWaitsForApprovalOf() {
        var scene = new Scene(dear(Policy.WHEN_EMPTY), asking(null));
        Claim old = node(scene, "acting", 1000);
        scene.bound("default/x.1", ONE_CPU, old.name());
        waitForApproval(scene);
        scene.settle().after(BATCH);
        scene.change(Market.relabelled(scene.pool("acting"), "2"));

        scene.settle().after(Duration.ofMinutes(1));

        assertThat(claims(scene, "asking")).isEmpty();
        assertThat(claims(scene, "acting")).hasSize(2);
        assertThat(consent(scene).told()).contains("launch c2 ");
    }

    @Test
    void onlyAPlanThatWasApprovedAsItStandsIsSaidToBeCarriedOut() {
        var scene = new Scene(asking(null));
        waitForApproval(scene);
        scene.settle().after(BATCH);
        sign(scene, "asking");
        scene.pending(
                "default/more",
                Market.pod("more", Market.resources(7000, 1), Map.of("pool", "asking")));
        scene.settle().after(BATCH);

        assertThat(consent(scene).approved()).isEmpty();
        assertThat(scene.claims()).isEmpty();
        assertThat(scene.carriedOut()).isEmpty();

        String plan = consent(scene).told();
        approve(scene);

        assertThat(scene.claims()).isNotEmpty();
        assertThat(scene.carriedOut()).containsExactly(plan.substring(0, plan.indexOf(':')));
    }

    @Test
    void oneApprovalBuysAMachineOnceAndADriftedNodeComesAfterPods() {
        var most = Market.pod("x", Market.resources(1500, 1), Map.of());
        var scene = new Scene(asking(null));
        Claim old = node(scene, "asking", 1500);
        scene.bound("default/x.1", most, old.name());
        scene.change(Market.relabelled(scene.pool("asking"), "2"));
        scene.pending("default/x.2", most);
        scene.settle().after(Duration.ofMinutes(1));

        assertThat(consent(scene).told().lines().skip(1))
                .singleElement()
                .matches(line -> line.startsWith("launch c2 "));
        approve(scene);
        assertThat(scene.claims()).hasSize(2);

        scene.joinAll();
        Claim bought =
                scene.claims().stream()
                        .filter(claim -> !claim.name().equals(old.name()))
                        .findFirst()
                        .orElseThrow();
        scene.bound("default/x.2", most, bought.name());
        scene.settle().after(Duration.ofMinutes(1));
        assertThat(consent(scene).told().lines().skip(1))
                .singleElement()
                .matches(line -> line.startsWith("replace " + old.name() + " by c2 "));
        approve(scene);
        assertThat(scene.claims()).hasSize(3);
    }

    @Test
    void whileAPodWaitsForApprovalAnEmptyNodeOfAnotherPoolGoes() {
        var scene = new Scene(dear(Policy.WHEN_EMPTY), asking(null));
        node(scene, "acting", 1500);
        waitForApproval(scene);

        scene.settle().after(Duration.ofMinutes(3));

        assertThat(claims(scene, "acting")).allMatch(Claim::deleting).hasSize(1);
        assertThat(consent(scene).told()).contains("launch c2 ");
    }

    @Test
    void whileAPodWaitsForApprovalAnotherPoolIsConsolidated() {
        var scene = new Scene(dear(Policy.WHEN_EMPTY_OR_UNDERUTILIZED), asking(null));
        for (String pod : List.of("default/x.1", "default/x.2")) {
            scene.bound(pod, ONE_CPU, node(scene, "acting", 1500).name());
        }
        waitForApproval(scene);

        scene.settle().after(Duration.ofMinutes(3));

        assertThat(claims(scene, "acting")).filteredOn(Claim::deleting).hasSize(1);
        assertThat(claims(scene, "asking")).isEmpty();
    }

    @Test
    void eachPoolAsksForItsOwnNodesOnlyAndOfTwoPlansOneIsDoneAtATime() {
        var scene =
                new Scene(
                        Market.asking(
                                pool("one", List.of(), Policy.WHEN_EMPTY_OR_UNDERUTILIZED), "", ""),
                        Market.asking(
                                pool("two", List.of(), Policy.WHEN_EMPTY_OR_UNDERUTILIZED),
                                "",
                                ""));
        Claim one = node(scene, "one", 7000);
        scene.bound("default/x.1", ONE_CPU, one.name());
        Claim two = node(scene, "two", 7000);
        scene.bound("default/x.2", ONE_CPU, two.name());

        scene.settle().after(Duration.ofMinutes(3));

        assertThat(consent(scene, "one").told())
                .contains("remove " + one.name())
                .doesNotContain(two.name());
        assertThat(consent(scene, "two").told())
                .contains("remove " + two.name())
                .doesNotContain(one.name());

        sign(scene, "one");
        sign(scene, "two");
        scene.settle();
        assertThat(scene.claims()).filteredOn(Claim::deleting).hasSize(1);
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

        scene.change(Market.asking(scene.pool("asking"), old.substring(0, old.indexOf(':')), now));
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

        assertThat(scene.claims()).filteredOn(it -> it.pool().equals("acting")).hasSize(1);
        assertThat(consent(scene).told())
                .endsWith("remove %s: the pool has more than its replicas".formatted(claim.name()));
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

    @Test
    void driftedNodesAreReplacedByOnePlan() {
        var scene = new Scene(asking(null));
        Claim one = node(scene, "asking", 1000);
        scene.bound("default/x.1", ONE_CPU, one.name());
        Claim two = node(scene, "asking", 1500);
        scene.bound("default/x.2", ONE_CPU, two.name());

        scene.change(Market.relabelled(scene.pool("asking"), "2"));
        scene.settle().after(Duration.ofMinutes(1));

        assertThat(consent(scene).told().lines().skip(1))
                .singleElement()
                .asString()
                .startsWith("replace %s, %s by ".formatted(one.name(), two.name()))
                .endsWith("(Drifted): its pool's template has changed");

        approve(scene);
        assertThat(claims(scene, "asking"))
                .filteredOn(Claim::leaving)
                .extracting(Claim::name)
                .containsExactlyInAnyOrder(one.name(), two.name());
        scene.joinAll();
        scene.after(BATCH);
        assertThat(claims(scene, "asking"))
                .filteredOn(Claim::deleting)
                .extracting(Claim::name)
                .containsExactlyInAnyOrder(one.name(), two.name());
    }
}
