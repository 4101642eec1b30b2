package io.mooring.syncer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// `-Dseed=N` runs one seed alone; `-Dseeds=N` runs that many, beginning with another one.
final class SimulationTest {
    private static final int SEEDS = Integer.getInteger("seeds", 100);
    private static final int STEPS = 500;

    @Test
    void whateverGoesWrongBothSidesAreEqualInTheEnd() {
        var only = Long.getLong("seed");
        var seeds = only == null ? LongStream.range(0, SEEDS) : LongStream.of(only);
        int copies = 0;
        int crashes = 0;
        for (long seed : seeds.toArray()) {
            var simulation = new Simulation(seed);
            try {
                simulation.run(STEPS);
                simulation.settle();
                new Oracle(simulation).check(simulation.actors().foreign());
                // tokens run out meanwhile
                simulation.pass(Duration.ofMinutes(50));
                simulation.settle();
                copies += new Oracle(simulation).check(simulation.actors().foreign());
                crashes += simulation.crashes();
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "run again with -Dseed=" + seed + ": " + e.getMessage(), e);
            }
        }

        // a simulation in which nothing happens would hold as well
        if (only == null) {
            assertThat(copies).isGreaterThan(5 * SEEDS);
            assertThat(crashes).isGreaterThan(SEEDS);
        }
    }
}
