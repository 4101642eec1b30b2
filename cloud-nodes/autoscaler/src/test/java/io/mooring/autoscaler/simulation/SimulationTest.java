package io.mooring.autoscaler.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What holds of the controller whatever happens, over many seeds.
final class SimulationTest {

    /// More of them, and longer, where asked by `-Dmooring.seeds` and `-Dmooring.hours`.
    private static final int SEEDS = Integer.getInteger("mooring.seeds", 1);

    private static final int HOURS = Integer.getInteger("mooring.hours", 8);

    @Test
    void whateverHappensTheInvariantsHoldAndTheClusterComesToRest() {
        double paid = 0;
        double naive = 0;
        int moved = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            var simulation = new Simulation(seed);
            try {
                simulation.run(Duration.ofHours(HOURS));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            assertThat(simulation.paid()).as("seed " + seed).isLessThan(simulation.naivePaid());
            assertThat(simulation.refusedEvictions()).as("seed " + seed).isZero();
            paid += simulation.paid();
            naive += simulation.naivePaid();
            moved += simulation.podsMoved();
        }
        assertThat(paid).isLessThan(naive * 0.8);
        assertThat(moved).isLessThan(SEEDS * HOURS * 20);
    }

    @Test
    void theSameSeedGivesTheSameEvents() {
        var one = new Simulation(77);
        var two = new Simulation(77);

        one.run(Duration.ofHours(1));
        two.run(Duration.ofHours(1));

        assertThat(one.log()).isEqualTo(two.log()).isNotEmpty();
        assertThat(one.said()).isEqualTo(two.said());
    }
}
