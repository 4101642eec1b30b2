package io.mooring.autoscaler.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.autoscaler.cluster.Budget;
import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Pool.Policy;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.simulation.Market;
import io.mooring.autoscaler.simulation.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is given up because its pods can live for less elsewhere, on nodes as the controller makes
/// them.
final class ConsolidationTest {

    private static final PodTemplate SMALL =
            Market.pod("small", Market.resources(100, 0), Map.of());

    private static Pool pool(Policy policy, String budget) {
        return Market.pool(
                Market.CLOUD,
                Market.CLOUD,
                0,
                null,
                List.of(),
                List.of(new Budget(budget, Set.of(), null, null)),
                policy);
    }

    /// A node that just holds so much, with so many small pods on it instead.
    private static Claim node(Scene scene, int milliCpu, int pods) {
        String filler = "default/filler." + scene.claims().size();
        PodTemplate template = Market.pod("filler", Market.resources(milliCpu, 1), Map.of());
        scene.pending(filler, template);
        scene.settle().after(Duration.ofSeconds(2));
        Claim claim =
                scene.claims().stream().filter(c -> !c.initialized()).findFirst().orElseThrow();
        scene.join(claim);
        scene.bound(filler, template, claim.name());
        scene.settle();
        for (int i = 0; i < pods; i++) {
            scene.bound("default/" + claim.name() + "." + i, SMALL, claim.name());
        }
        return claim;
    }

    private static void dropFillers(Scene scene) {
        List.copyOf(scene.pods().keySet()).stream()
                .filter(name -> name.startsWith("default/filler."))
                .forEach(scene::remove);
    }

    private static List<String> staying(Scene scene) {
        return scene.claims().stream().filter(c -> !c.leaving()).map(Claim::name).toList();
    }

    @ParameterizedTest
    @CsvSource({"100%, 1", "2, 1", "1, 2", "0, 3"})
    void threeHalfEmptyNodesBecomeOneAsFarAsTheBudgetAllowsAtOnce(String budget, int left) {
        var scene = new Scene(pool(Policy.WHEN_EMPTY_OR_UNDERUTILIZED, budget));
        for (int i = 0; i < 3; i++) {
            node(scene, 1500, 2);
        }
        dropFillers(scene);

        scene.settle().after(Duration.ofMinutes(1));
        assertThat(staying(scene)).hasSize(3);
        scene.after(Duration.ofMinutes(2));

        assertThat(staying(scene)).hasSize(left);
        assertThat(scene.claims())
                .filteredOn(Claim::deleting)
                .allMatch(c -> c.status().reason() == Reason.UNDERUTILIZED);
    }

    @Test
    void aPoolThatGivesUpEmptyNodesOnlyKeepsThem() {
        var scene = new Scene(pool(Policy.WHEN_EMPTY, "100%"));
        node(scene, 1500, 2);
        node(scene, 1500, 2);
        dropFillers(scene);

        scene.settle().after(Duration.ofHours(2));

        assertThat(staying(scene)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"WHEN_EMPTY_OR_UNDERUTILIZED, true", "BALANCED, false"})
    void balancedLeavesWhatSavesLittleForMuchTrouble(Policy policy, boolean goes) {
        var scene = new Scene(pool(policy, "100%"));
        Claim cheap = node(scene, 1500, 8);
        Claim dear = node(scene, 15_000, 0);
        scene.put(
                Scene.pod(
                        "default/job",
                        Market.pod("job", Market.resources(1000, 1), Map.of()),
                        dear.name(),
                        scene.now().plus(Duration.ofHours(5)),
                        Duration.ofSeconds(5),
                        0));
        dropFillers(scene);

        scene.settle().after(Duration.ofMinutes(3));

        assertThat(staying(scene)).contains(dear.name());
        assertThat(staying(scene).contains(cheap.name())).isEqualTo(!goes);
    }

    @Test
    void aNodeWithAPodThatIsProtectedStays() {
        var scene = new Scene(pool(Policy.WHEN_EMPTY_OR_UNDERUTILIZED, "100%"));
        node(scene, 1500, 2);
        node(scene, 1500, 2);
        dropFillers(scene);
        scene.protect("small", 4);

        scene.settle().after(Duration.ofHours(1));

        assertThat(staying(scene)).hasSize(2);
    }
}
