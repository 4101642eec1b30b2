package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Thousands of random events in virtual time, with the promises of a supervised process checked
/// after each.
final class LifecycleSimulationTest {

    private static final int EVENTS = 20_000;
    private static final Duration LONGEST_DELAY = Backoff.OF_CHILDREN.longest();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42, 20_261_121})
    void theProcessIsAlwaysEitherRunningOrSoonStartedAgain(long seed) {
        var world = new World(Long.getLong("seed", seed));

        for (int i = 0; i < EVENTS; i++) {
            world.step();

            world.check();
        }
        world.stop();

        assertThat(world.life.over()).as(world.story()).isTrue();
        assertThat(world.processes).as(world.story()).isZero();
    }

    /// A machine on which processes are started and die, in virtual time.
    private static final class World {

        private final long seed;
        private final RandomGenerator random;
        private final List<String> story = new ArrayList<>();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private Lifecycle life = Lifecycle.idle(Backoff.OF_CHILDREN);
        private int processes;
        private int starts;

        World(long seed) {
            this.seed = seed;
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            life = life.startAsked(now);
        }

        void step() {
            now =
                    now.plusMillis(
                            random.nextInt(10) == 0 ? random.nextInt(90_000) : random.nextInt(300));
            switch (life.phase()) {
                case STARTING -> startOrFail();
                case RUNNING -> runningEvent();
                case RESTARTING, STOPPING -> processEnds();
                case WAITING -> event("due", life.due(now));
                case IDLE, STOPPED -> throw new AssertionError(story());
            }
        }

        void stop() {
            event("stopAsked", life.stopAsked(now));
            if (processes == 1) {
                processEnds();
            } else if (!life.over()) {
                event("ended", life.ended(now));
            }
        }

        void check() {
            assertThat(processes).as(story()).isBetween(0, 1);
            assertThat(life.running())
                    .as(story())
                    .isEqualTo(processes == 1 && life.phase() == Lifecycle.Phase.RUNNING);
            if (life.phase() == Lifecycle.Phase.WAITING) {
                assertThat(Duration.between(life.since(), life.dueAt()))
                        .as(story())
                        .isPositive()
                        .isLessThanOrEqualTo(LONGEST_DELAY);
            }
            assertThat(life.restarts()).as(story()).isBetween(starts - 1, starts + 1);
        }

        private void startOrFail() {
            starts++;
            if (random.nextInt(20) == 0) {
                event("cannot start", life.ended(now));
            } else {
                processes++;
                event("spawned", life.spawned(now));
            }
        }

        private void runningEvent() {
            switch (random.nextInt(4)) {
                case 0 -> event("restartAsked", life.restartAsked(now));
                case 1 -> processEnds();
                default -> event("time passes", life.due(now));
            }
        }

        private void processEnds() {
            processes--;
            event("ended", life.ended(now));
        }

        private void event(String name, Lifecycle next) {
            story.add(now + " " + name + " -> " + next.phase());
            life = next;
        }

        private String story() {
            List<String> last = story.subList(Math.max(0, story.size() - 20), story.size());
            return "replay with -Dseed=" + seed + "\n" + String.join("\n", last);
        }
    }
}
