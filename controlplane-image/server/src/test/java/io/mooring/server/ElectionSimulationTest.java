package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Three replicas whose clocks run at their own pace from their own beginning, an API that fails,
/// answers late, or loses its answer, and replicas that crash: in virtual time, two never lead at
/// once, and where the API works there is soon a leader.
final class ElectionSimulationTest {

    private static final LeaseTiming TIMING =
            new LeaseTiming(Duration.ofSeconds(60), Duration.ofSeconds(40), Duration.ofSeconds(15));
    private static final int STEPS = 20_000;
    private static final long CALM = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42, 20_261_122})
    void atMostOneLeadsAndSoonOneDoes(long seed) {
        var world = new World(Long.getLong("seed", seed));

        for (int step = 0; step < STEPS; step++) {
            world.step();
        }

        assertThat(world.terms).as(world.story()).isGreaterThan(20);
        assertThat(world.longestCalmWithoutLeader)
                .as(world.story())
                .isLessThan(TIMING.duration().plus(TIMING.retry().multipliedBy(2)).toSeconds());
    }

    /// A second a step.
    private static final class World {

        private final long seed;
        private final RandomGenerator random;
        private final List<Replica> replicas = new ArrayList<>();
        private final List<String> story = new ArrayList<>();
        private String holder = "";
        private int version;
        private long second;
        private long troubleUntil;
        private long calmSince;
        private long withoutLeaderSince;
        private int terms;
        private int processes;
        private String leader = "";
        private long longestCalmWithoutLeader;

        World(long seed) {
            this.seed = seed;
            this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            for (int i = 0; i < 3; i++) {
                replicas.add(new Replica());
            }
        }

        void step() {
            second++;
            if (second > calmSince + CALM && random.nextInt(200) == 0) {
                troubleUntil = second + random.nextInt(120);
                calmSince = troubleUntil;
            }
            for (int i = 0; i < replicas.size(); i++) {
                Replica replica = replicas.get(i);
                if (random.nextInt(1000) == 0) {
                    tell(replica.election.self() + " crashes");
                    replicas.set(i, new Replica());
                } else {
                    replica.step();
                }
            }
            check();
        }

        private boolean troubled() {
            return second < troubleUntil;
        }

        private void check() {
            List<String> leaders =
                    replicas.stream()
                            .filter(replica -> replica.election.leads(replica.nanos()))
                            .map(replica -> replica.election.self())
                            .toList();
            assertThat(leaders).as(story()).hasSizeLessThan(2);
            String now = leaders.isEmpty() ? "" : leaders.getFirst();
            if (!now.equals(leader)) {
                tell("leads: " + (now.isEmpty() ? "nobody" : now));
                terms += now.isEmpty() ? 0 : 1;
                leader = now;
                withoutLeaderSince = second;
            }
            long since = Math.max(withoutLeaderSince, calmSince);
            if (now.isEmpty() && !troubled() && second > since) {
                longestCalmWithoutLeader = Math.max(longestCalmWithoutLeader, second - since);
            }
        }

        private void tell(String what) {
            story.add("%d s: %s".formatted(second, what));
        }

        private String story() {
            return "seed "
                    + seed
                    + "\n"
                    + String.join(
                            "\n", story.subList(Math.max(0, story.size() - 30), story.size()));
        }

        /// One process, which asks every 15 s by its own clock and gets its answer when it comes.
        private final class Replica {

            private final long offset = random.nextLong() >> 8;
            // up to 2 % fast or slow
            private final double pace = 0.98 + random.nextDouble() * 0.04;
            private Election election = Election.begin("replica-" + processes++, TIMING);
            private long next = second + random.nextInt(15);

            long nanos() {
                return offset + (long) (second * pace * 1e9);
            }

            void step() {
                if (second < next) {
                    return;
                }
                next = second + 15;
                if (troubled() && random.nextInt(3) > 0) {
                    return;
                }
                long asked = nanos() - (long) (random.nextInt(8) * 1e9);
                if (version == 0) {
                    write(asked);
                    return;
                }
                var holding =
                        new Election.Holding(holder, Integer.toString(version), TIMING.duration());
                election = election.saw(holding, nanos());
                if (election.mayTake(holding, nanos())) {
                    write(asked);
                }
            }

            private void write(long asked) {
                holder = election.self();
                version++;
                boolean answerIsLost = troubled() && random.nextInt(3) == 0;
                if (!answerIsLost) {
                    election = election.took(Integer.toString(version), asked, nanos());
                }
            }
        }
    }
}
