package io.mooring.autoscaler.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Budget;
import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.NodeMarks;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Policy;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Outcome;
import io.mooring.autoscaler.port.Outcome.Made;
import io.mooring.autoscaler.simulation.Market;
import io.mooring.autoscaler.simulation.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The life of claims, step by step.
final class ControllerTest {

    private static final PodTemplate ONE_CPU = Market.pod("x", Market.resources(1000, 1), Map.of());
    private static final Duration BATCH = Duration.ofSeconds(2);

    private static Pool pool(String provider, @Nullable Integer replicas) {
        return Market.pool(
                provider,
                provider,
                0,
                replicas,
                List.of(),
                List.of(new Budget("100%", Set.of(), null, null)),
                Policy.WHEN_EMPTY);
    }

    private static Scene withOneNode() {
        var scene = new Scene(pool(Market.CLOUD, null));
        scene.pending("default/x.1", ONE_CPU);
        scene.settle().after(BATCH);
        scene.join(scene.claim());
        scene.bound("default/x.1", ONE_CPU, scene.claim().name());
        return scene.settle();
    }

    @Test
    void podsThatComeTogetherShareTheirMachines() {
        var scene = new Scene(pool(Market.CLOUD, null));

        scene.pending("default/x.1", ONE_CPU);
        scene.settle();
        scene.pending("default/x.2", ONE_CPU);
        scene.after(Duration.ofMillis(900));

        assertThat(scene.claims()).isEmpty();
        scene.after(Duration.ofMillis(1000));
        assertThat(scene.claims()).hasSize(1);
        assertThat(scene.claim().spec().capacityType()).isEqualTo("spot");
    }

    @Test
    void podsThatKeepComingWaitNoLongerThanTenSeconds() {
        var scene = new Scene(pool(Market.CLOUD, null));

        for (int i = 0; i < 11; i++) {
            scene.pending("default/x." + i, ONE_CPU);
            scene.settle().after(Duration.ofMillis(950));
        }

        assertThat(scene.claims()).isNotEmpty();
    }

    @Test
    void aClaimIsLaunchedRegisteredAndInitializedInTurn() {
        var scene = new Scene(pool(Market.CLOUD, null));
        scene.pending("default/x.1", ONE_CPU);
        scene.settle().after(BATCH);
        Claim claim = scene.claim();
        assertThat(scene.requests).containsExactly(new Action.Launch(claim));

        scene.join(claim);

        var node = scene.nodes().get(claim.name());
        assertThat(scene.claim().initialized()).isTrue();
        assertThat(node.taints()).isEmpty();
        assertThat(node.labels())
                .containsEntry(NodeMarks.REGISTERED, "true")
                .containsEntry(NodeMarks.INITIALIZED, "true")
                .containsEntry("karpenter.sh/nodepool", Market.CLOUD)
                .containsEntry("topology.kubernetes.io/zone", "a");
    }

    @Test
    void startupTaintsComeWithRegistrationAndAreWaitedForButNotForEver() {
        var scene = new Scene(pool(Market.CLOUD, null));
        scene.pending("default/x.1", ONE_CPU);
        scene.settle().after(BATCH);
        Claim claim = scene.claim();
        scene.answer(new Outcome.Launched(claim.name(), "id", Made.as(claim.spec()), Set.of()));

        scene.nodes()
                .put(
                        claim.name(),
                        new io.mooring.autoscaler.cluster.Node(
                                claim.name(),
                                "id",
                                new java.util.TreeMap<>(),
                                List.of(NodeMarks.UNREGISTERED),
                                claim.spec().allocatable(),
                                true,
                                scene.now(),
                                0,
                                false));
        scene.settle();

        assertThat(scene.nodes().get(claim.name()).taints()).containsExactly(Market.STARTUP);
        assertThat(scene.claim().status().registered()).isNotNull();
        assertThat(scene.claim().initialized()).isFalse();
        scene.after(Duration.ofMinutes(9));
        assertThat(scene.claim().deleting()).isFalse();
        scene.after(Duration.ofMinutes(2));
        assertThat(scene.claims())
                .filteredOn(it -> it.name().equals(claim.name()))
                .allMatch(Claim::deleting);
        assertThat(scene.said())
                .anyMatch(it -> it.endsWith("nobody has taken its taint example.com/agent off"));
    }

    @Test
    void whatIsSoldOutIsReplacedByTheNextBest() {
        var scene = new Scene(pool(Market.CLOUD, null));
        scene.pending("default/x.1", ONE_CPU);
        scene.settle().after(BATCH);
        Claim refused = scene.claim();

        scene.answer(new Outcome.NoCapacity(refused.name(), "none left"));
        scene.after(BATCH);

        List<Claim> staying = scene.claims().stream().filter(c -> !c.deleting()).toList();
        assertThat(staying).hasSize(1);
        assertThat(refused.spec().choices())
                .extracting(Made::as)
                .doesNotContain(Made.as(staying.getFirst().spec()));
        assertThat(scene.said()).anyMatch(s -> s.contains("there is none to be had: none left"));
    }

    @Test
    void aFailedLaunchIsTriedAgainAndGivenUpInTime() {
        var scene = new Scene(pool(Market.CLOUD, null));
        scene.pending("default/x.1", ONE_CPU);
        scene.settle().after(BATCH);
        String name = scene.claim().name();

        scene.answer(new Outcome.LaunchFailed(name, "quota"));
        assertThat(scene.requests).hasSize(1);
        scene.after(Duration.ofMillis(1100));
        assertThat(scene.requests).hasSize(2);
        scene.answer(new Outcome.LaunchFailed(name, "quota"));
        scene.after(Duration.ofMinutes(5));

        assertThat(scene.said()).anyMatch(s -> s.contains("no machine within PT5M: quota"));
        assertThat(scene.claims()).filteredOn(c -> c.name().equals(name)).allMatch(Claim::deleting);
    }

    @Test
    void aSlowProviderHoldsUpNobodyElse() {
        var scene = new Scene(pool(Market.METAL, null), pool(Market.CLOUD, null));
        scene.pending(
                "default/x.1",
                Market.pod(
                        "m",
                        Market.resources(1000, 1),
                        Map.of("karpenter.sh/nodepool", Market.METAL)));
        scene.settle().after(BATCH);
        assertThat(scene.requests).hasSize(1);

        scene.pending(
                "default/x.2",
                Market.pod(
                        "c",
                        Market.resources(1000, 1),
                        Map.of("karpenter.sh/nodepool", Market.CLOUD)));
        scene.settle().after(BATCH);

        assertThat(scene.requests)
                .extracting(Action.Request::provider)
                .containsExactly(Market.METAL, Market.CLOUD);
    }

    @Test
    void aMachineThatNeverJoinsIsGivenBack() {
        var scene = new Scene(pool(Market.CLOUD, null));
        scene.pending("default/x.1", ONE_CPU);
        scene.settle().after(BATCH);
        String name = scene.claim().name();
        scene.answer(new Outcome.Launched(name, "id", Made.as(scene.claim().spec()), Set.of()));
        scene.remove("default/x.1");

        scene.after(Duration.ofMinutes(15));
        assertThat(scene.requests).contains(new Action.Terminate(Market.CLOUD, name));
        scene.answer(new Outcome.Going(name)).after(Duration.ofSeconds(6));
        scene.answer(new Outcome.Gone(name));

        assertThat(scene.claims()).isEmpty();
    }

    @Test
    void anEmptyNodeGoesOnceItHasBeenEmptyForLong() {
        Scene scene = withOneNode();
        String name = scene.claim().name();
        scene.remove("default/x.1");
        scene.settle().after(Duration.ofMinutes(1));
        assertThat(scene.claim().deleting()).isFalse();

        scene.after(Duration.ofMinutes(2));

        assertThat(scene.claim().status().reason()).isEqualTo(Reason.EMPTY);
        assertThat(scene.requests).contains(new Action.Terminate(Market.CLOUD, name));
        scene.answer(new Outcome.Gone(name));
        assertThat(scene.claims()).isEmpty();
        assertThat(scene.nodes()).isEmpty();
    }

    @Test
    void headroomIsBoughtAndKeptFree() {
        var scene = new Scene(pool(Market.CLOUD, null));
        scene.headroom("spare", ONE_CPU, 3);
        scene.settle().after(BATCH);
        assertThat(scene.claims()).isNotEmpty();
        scene.joinAll();

        scene.after(Duration.ofMinutes(10));

        assertThat(scene.claims()).isNotEmpty().noneMatch(Claim::deleting);
    }

    @Test
    void podsAreEvictedInTiersAndProtectedOnesWaitForTheDeadline() {
        Scene scene = withOneNode();
        String name = scene.claim().name();
        PodTemplate quorum = Market.pod("quorum", Market.resources(10, 0), Map.of());
        scene.put(
                Scene.pod(
                        "default/critical",
                        ONE_CPU,
                        name,
                        null,
                        Duration.ofSeconds(5),
                        2_000_001_000));
        scene.put(Scene.pod("default/quorum", quorum, name, null, Duration.ofSeconds(30), 0));
        scene.protect("quorum", 1);

        scene.change(gone(pool(Market.CLOUD, null)));
        scene.settle();

        assertThat(scene.pods().get("default/x.1").deletion()).isNotNull();
        assertThat(scene.pods().get("default/quorum").deletion()).isNull();
        assertThat(scene.pods().get("default/critical").deletion()).isNull();
        assertThat(scene.said())
                .anyMatch(s ->
                        s.contains(
                                "waits for this pod: PodDisruptionBudget default/of-it allows no eviction now: it needs"));
        scene.after(Duration.ofMinutes(59));
        assertThat(scene.pods()).containsKeys("default/quorum", "default/critical");
        scene.after(Duration.ofMinutes(2)).after(Duration.ofSeconds(10));
        assertThat(scene.pods()).doesNotContainKey("default/quorum");
        assertThat(scene.requests).contains(new Action.Terminate(Market.CLOUD, name));
    }

    @ParameterizedTest
    @CsvSource({"PENDING, 1, true", "RUNNING, 1, false", "RUNNING, 0, true", "READY, 0, false"})
    void aBudgetHoldsPodsThatAreReadyAndOthersWhereTooFewAre(
            Pod.Stage stage, int missing, boolean goes) {
        Scene scene = withOneNode();
        String name = scene.claim().name();
        PodTemplate quorum = Market.pod("quorum", Market.resources(10, 0), Map.of());
        scene.put(Scene.pod("default/a", quorum, name, null, Duration.ofSeconds(30), 0));
        scene.put(Scene.pod("default/b", quorum, name, null, Duration.ofSeconds(30), 0));
        scene.begun("default/b", stage);
        // of a and b, and of others elsewhere that are not there
        scene.protect("quorum", (stage == Pod.Stage.READY ? 2 : 1) + missing);

        scene.change(gone(pool(Market.CLOUD, null)));
        scene.settle();

        assertThat(scene.pods().get("default/a").deletion()).isNull();
        assertThat(scene.pods().get("default/b").deletion() != null).isEqualTo(goes);
        assertThat(scene.refusedEvictions()).isZero();
    }

    @Test
    void aPodThatIsNotToBeDisruptedKeepsItsDrainedNodeUntilItEnds() {
        Scene scene = withOneNode();
        String name = scene.claim().name();
        scene.put(
                Scene.pod(
                        "default/job",
                        ONE_CPU,
                        name,
                        scene.now().plus(Duration.ofMinutes(20)),
                        Duration.ofSeconds(5),
                        0));

        scene.change(gone(pool(Market.CLOUD, null)));
        scene.settle().after(Duration.ofMinutes(19));
        Pod job = scene.pods().get("default/job");
        assertThat(job.deletion()).isNull();

        scene.after(Duration.ofMinutes(3)).after(Duration.ofSeconds(10));
        assertThat(scene.pods()).doesNotContainKey("default/job");
    }

    private static Pool gone(Pool pool) {
        return new Pool(
                pool.placement(),
                pool.provider(),
                pool.replicas(),
                pool.startupTaints(),
                pool.expireAfter(),
                pool.gracePeriod(),
                pool.consolidation(),
                pool.budgets(),
                pool.timeouts(),
                pool.consent(),
                true);
    }

    @Test
    void anInterruptedNodeDrainsAtOnceAndIsReplacedMeanwhile() {
        Scene scene = withOneNode();
        Claim old = scene.claim();

        scene.answer(new Outcome.Interrupted(old.name(), scene.now().plusSeconds(120), "spot"));
        scene.pending("default/x.2", ONE_CPU);
        scene.settle().after(BATCH);

        assertThat(scene.pods().get("default/x.1").deletion()).isNotNull();
        assertThat(scene.claims()).hasSize(2);
        assertThat(
                        scene.claims().stream()
                                .filter(c -> !c.deleting())
                                .findFirst()
                                .orElseThrow()
                                .spec()
                                .zone())
                .isNotEqualTo(old.spec().zone());
    }

    @Test
    void aNodeThatIsNotReadyForLongIsReplaced() {
        Scene scene = withOneNode();
        scene.notReady(scene.claim().name());
        scene.settle().after(Duration.ofMinutes(9));
        assertThat(scene.claim().deleting()).isFalse();

        scene.after(Duration.ofMinutes(2));

        assertThat(scene.claims().stream().filter(Claim::deleting).map(c -> c.status().reason()))
                .containsExactly(Reason.UNHEALTHY);
    }

    @Test
    void anOldNodeExpiresWhateverTheBudget() {
        Scene scene = withOneNode();
        Claim old = scene.claim();

        scene.after(Duration.ofHours(30));

        assertThat(scene.claims())
                .filteredOn(c -> c.name().equals(old.name()))
                .allMatch(c -> c.status().reason() == Reason.EXPIRED);
    }

    @Test
    void aStaticPoolKeepsItsSize() {
        var scene = new Scene(pool(Market.CLOUD, 3));
        scene.settle();
        assertThat(scene.claims()).hasSize(3);
        scene.joinAll();
        scene.after(Duration.ofMinutes(30));
        assertThat(scene.claims()).hasSize(3).noneMatch(Claim::deleting);
        Claim used = scene.claims().getFirst();
        scene.bound("default/x.1", ONE_CPU, used.name());

        scene.change(pool(Market.CLOUD, 1));
        scene.settle();

        assertThat(scene.claims())
                .filteredOn(c -> !c.deleting())
                .extracting(Claim::name)
                .containsExactly(used.name());
    }

    @Test
    void aDriftedNodeGoesOnceItsReplacementIsThere() {
        Scene scene = withOneNode();
        Claim old = scene.claim();

        scene.change(Market.relabelled(pool(Market.CLOUD, null), "2"));
        scene.settle().after(Duration.ofSeconds(30));
        assertThat(scene.claims()).hasSize(2).noneMatch(Claim::deleting);
        assertThat(scene.nodes().get(old.name()).taints()).contains(NodeMarks.DISRUPTED);
        scene.joinAll();
        scene.after(BATCH);

        assertThat(scene.claims())
                .filteredOn(Claim::deleting)
                .extracting(Claim::name)
                .containsExactly(old.name());
    }

    @Test
    void aDisruptionWhoseReplacementDoesNotComeIsGivenUp() {
        Scene scene = withOneNode();
        Claim old = scene.claim();
        scene.change(Market.relabelled(pool(Market.CLOUD, null), "2"));
        scene.settle().after(Duration.ofSeconds(30));
        Claim fresh =
                scene.claims().stream()
                        .filter(c -> !c.name().equals(old.name()))
                        .findFirst()
                        .orElseThrow();
        scene.change(pool(Market.CLOUD, null));

        scene.crash();
        scene.settle();
        scene.answer(new Outcome.NoCapacity(fresh.name(), "none"));
        scene.after(Duration.ofSeconds(5));
        scene.answer(new Outcome.Gone(fresh.name()));
        scene.after(Duration.ofMinutes(2));

        assertThat(scene.claims())
                .filteredOn(c -> c.name().equals(old.name()))
                .hasSize(1)
                .noneMatch(Claim::leaving);
        assertThat(scene.nodes().get(old.name()).taints()).isEmpty();
        assertThat(scene.said()).anyMatch(s -> s.contains("DisruptionGivenUp"));
    }

    @Test
    void aMachineWithoutAClaimIsRemovedAndAClaimWithoutAMachineGoes() {
        Scene scene = withOneNode();
        String name = scene.claim().name();
        scene.answer(new Outcome.Machines(Market.CLOUD, Set.of(name)));
        scene.notReady(name);
        scene.after(Duration.ofMinutes(3));

        scene.answer(new Outcome.Machines(Market.CLOUD, Set.of("cloud-orphan")));

        assertThat(scene.requests).contains(new Action.Terminate(Market.CLOUD, "cloud-orphan"));
        assertThat(scene.claims())
                .filteredOn(c -> c.name().equals(name))
                .allMatch(c -> c.status().reason() == Reason.MACHINE_GONE);
    }

    @Test
    void aDeletedClaimWhoseMachineIsGoneGoesThoughItsPodsAreProtected() {
        Scene scene = protectedScene();
        String name = scene.claim().name();
        scene.answer(new Outcome.Machines(Market.CLOUD, Set.of(name)));
        scene.delete(name);
        scene.notReady(name);
        scene.after(Duration.ofMinutes(3));
        assertThat(scene.requests).doesNotContain(new Action.Terminate(Market.CLOUD, name));

        scene.answer(new Outcome.Machines(Market.CLOUD, Set.of()));
        scene.answer(new Outcome.Gone(name));

        assertThat(scene.nodes()).doesNotContainKey(name);
        assertThat(scene.claims()).noneMatch(claim -> claim.name().equals(name));
        assertThat(scene.said()).anyMatch(said -> said.contains("no such machine any more"));
    }

    @Test
    void aDeletedClaimWhoseNodeIsNotReadyGoesOnceItsPoolHasWaitedLongEnough() {
        Scene scene = protectedScene();
        String name = scene.claim().name();
        scene.delete(name);
        scene.notReady(name);

        scene.after(Duration.ofMinutes(9));
        assertThat(scene.requests).doesNotContain(new Action.Terminate(Market.CLOUD, name));

        scene.after(Duration.ofMinutes(2));
        assertThat(scene.requests).contains(new Action.Terminate(Market.CLOUD, name));
    }

    @Test
    void aProtectedPodOutlastsItsDrainedNodesBeingNotReadyForAMoment() {
        Scene scene = protectedScene();
        String name = scene.claim().name();
        scene.put(Scene.pod("default/x.1", ONE_CPU, name, null, Duration.ofSeconds(600), 0));
        scene.delete(name);

        scene.notReady(name);
        scene.settle().after(Duration.ofMinutes(1));
        scene.ready(name);
        scene.settle().after(Duration.ofMinutes(30));

        assertThat(scene.pods().get("default/x.1").deletion()).isNull();
        assertThat(scene.requests).doesNotContain(new Action.Terminate(Market.CLOUD, name));
    }

    @Test
    void aNodeThatJoinsAndNeverGetsReadyIsReplaced() {
        var scene = new Scene(pool(Market.CLOUD, null));
        scene.pending("default/x.1", ONE_CPU);
        scene.settle().after(BATCH);
        Claim claim = scene.claim();
        scene.joinNotReady(claim);
        assertThat(scene.claim().status().registered()).isNotNull();

        scene.after(Duration.ofMinutes(11));

        assertThat(scene.claims())
                .filteredOn(Claim::deleting)
                .singleElement()
                .matches(going -> going.name().equals(claim.name()))
                .matches(going -> going.status().reason() == Reason.UNHEALTHY);
    }

    @Test
    void aClaimWhoseNodeIsDeletedBeforeItIsOfUseGoes() {
        var scene = new Scene(pool(Market.CLOUD, null));
        scene.pending("default/x.1", ONE_CPU);
        scene.settle().after(BATCH);
        Claim claim = scene.claim();
        scene.joinNotReady(claim);

        scene.nodes().remove(claim.name());
        scene.settle();

        assertThat(scene.requests).contains(new Action.Terminate(Market.CLOUD, claim.name()));
    }

    @Test
    void aNewNodeIsLookedAtAgainAsSoonAsNoPodIsExpectedOnItAnyMore() {
        Scene scene = withOneNode();
        scene.remove("default/x.1");

        scene.settle();

        assertThat(scene.wake()).isBeforeOrEqualTo(scene.now().plusSeconds(20));
    }

    @Test
    void aNodeThatDrainsIsLookedAtAgainAtItsDeadlineThoughItsPodsDoNotEnd() {
        Scene scene = withOneNode();
        String name = scene.claim().name();
        scene.delete(name);
        scene.notReady(name);
        scene.after(Duration.ofMinutes(9).plusSeconds(58));

        assertThat(scene.wake()).isBeforeOrEqualTo(scene.now().plusSeconds(2));
    }

    /// A node that may drain for ever, with a pod that no budget lets go.
    private static Scene protectedScene() {
        var scene = new Scene(Market.patient(pool(Market.CLOUD, null)));
        scene.pending("default/x.1", ONE_CPU);
        scene.settle().after(BATCH);
        scene.join(scene.claim());
        scene.bound("default/x.1", ONE_CPU, scene.claim().name());
        scene.protect("x", 1);
        return scene.settle();
    }
}
