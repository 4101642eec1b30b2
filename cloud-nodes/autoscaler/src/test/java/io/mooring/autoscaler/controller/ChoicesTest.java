package io.mooring.autoscaler.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Budget;
import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Policy;
import io.mooring.autoscaler.model.NodePool;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A claim has several kinds of machine to choose from until one of them is had.
final class ChoicesTest {

    private static final PodTemplate ONE_CPU = Market.pod("x", Market.resources(1000, 1), Map.of());
    private static final Duration BATCH = Duration.ofSeconds(2);

    private static Scene withAnOrder(Pool pool) {
        var scene = new Scene(pool);
        scene.pending("default/x.1", ONE_CPU);
        return scene.settle().after(BATCH);
    }

    private static Pool pool() {
        return Market.pool(
                "general",
                Market.CLOUD,
                0,
                null,
                List.of(),
                List.of(new Budget("100%", Set.of(), null, null)),
                Policy.WHEN_EMPTY);
    }

    @Test
    void theCheapestComesFirstAndWhatIsNotMuchDearerAfterIt() {
        Claim claim = withAnOrder(pool()).claim();

        assertThat(claim.spec().choices())
                .extracting(Made::as)
                .containsExactly(new Made("c2", "a", "spot"), new Made("c2", "b", "spot"));
        assertThat(claim.spec().others().getFirst().labels())
                .containsEntry("topology.kubernetes.io/zone", "b");
    }

    @Test
    void aClaimBecomesWhatItsMachineWasMadeAsAndWhatWasRefusedIsNotAskedForAgain() {
        Scene scene = withAnOrder(pool());
        Claim.Spec first = scene.claim().spec().settled();
        Claim.Spec second = scene.claim().spec().others().getFirst();

        scene.answer(
                new Outcome.Launched(
                        scene.claim().name(), "id", Made.as(second), Set.of(Made.as(first))));

        assertThat(scene.claim().spec()).isEqualTo(second);
        assertThat(scene.said())
                .anyMatch(it ->
                        it.endsWith("c2 in a (spot) was not to be had; it is c2 in b (spot)"));
        for (int i = 2; i <= 4; i++) {
            scene.pending("default/x." + i, ONE_CPU);
        }
        scene.settle().after(BATCH);
        assertThat(scene.claims())
                .hasSize(2)
                .extracting(claim -> claim.spec().zone())
                .containsOnly("b");
    }

    @Test
    void whatAProviderPassesOverForAnotherOneIsAskedForAgain() {
        Scene scene = withAnOrder(pool());
        Claim.Spec second = scene.claim().spec().others().getFirst();

        scene.answer(new Outcome.Launched(scene.claim().name(), "id", Made.as(second), Set.of()));

        assertThat(scene.claim().spec()).isEqualTo(second);
        assertThat(scene.said())
                .anyMatch(it ->
                        it.endsWith(
                                "c2 in a (spot) is what was wanted most; it is c2 in b (spot)"));
        for (int i = 2; i <= 4; i++) {
            scene.pending("default/x." + i, ONE_CPU);
        }
        scene.settle().after(BATCH);
        assertThat(scene.claims())
                .extracting(claim -> claim.spec().zone())
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whereNoneOfThemIsToBeHadNoneIsAskedForAgain() {
        Scene scene = withAnOrder(pool());

        scene.answer(new Outcome.NoCapacity(scene.claim().name(), "sold out"));
        scene.answer(new Outcome.Gone(scene.claims().getFirst().name()));
        scene.after(BATCH);

        assertThat(scene.claims())
                .filteredOn(claim -> !claim.deleting())
                .singleElement()
                .satisfies(claim ->
                        assertThat(claim.spec().choices())
                                .extracting(Made::as)
                                .doesNotContain(
                                        new Made("c2", "a", "spot"), new Made("c2", "b", "spot")));
    }

    @Test
    void nothingIsChosenThatALimitWouldBeChargedMoreFor() {
        Pool free = pool();
        NodePool placement = free.placement();
        var limits = new TreeMap<>(placement.limits());
        limits.put(NodePool.DOLLARS_AN_HOUR, 50_000_000L);
        var limited =
                new Pool(
                        new NodePool(
                                placement.name(),
                                placement.weight(),
                                placement.labels(),
                                placement.taints(),
                                placement.requirements(),
                                limits),
                        free.provider(),
                        null,
                        free.startupTaints(),
                        free.expireAfter(),
                        free.gracePeriod(),
                        free.consolidation(),
                        free.budgets(),
                        free.timeouts(),
                        null,
                        false);

        assertThat(withAnOrder(limited).claim().spec().others()).isEmpty();
    }

    @Test
    void aProviderThatAsksForTimeIsLeftAloneForSoLong() {
        Scene scene = withAnOrder(pool());
        String name = scene.claim().name();
        int asked = scene.requests.size();

        scene.answer(new Outcome.Later(name, Duration.ofSeconds(40), "RequestLimitExceeded"));
        scene.after(Duration.ofSeconds(39));
        assertThat(scene.requests).hasSize(asked);
        scene.after(Duration.ofSeconds(2));
        assertThat(scene.requests).hasSize(asked + 1);
        assertThat(scene.requests.getLast()).isInstanceOf(Action.Launch.class);
    }
}
