package io.mooring.nodes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.Machine;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Pace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What many machines at once cost, as a pool makes them: calls, refusals, and by
/// `tools/bench-clouds` time.
///
/// @param <T> the cloud
public abstract class FleetContract<T extends TestCloud<?>> {

    private static final String SIZE = "mooring.bench.nodes";
    private static final int FEW = 30;
    private static final double MOST_REFUSED = 0.05;

    /// Until a lower limit than the published one is known.
    private static final int TO_LEARN = 12;

    /// The cloud as it is when many machines are to be made, with pages of usual size.
    protected abstract T make();

    /// What a machine costs of calls, and what all of them together cost besides.
    protected abstract Cost cost();

    /// The limits of the cloud itself, set on its wire.
    ///
    /// @param share of what the cloud publishes: an account may have less
    protected abstract List<RateLimit> limit(T cloud, double share, InstantSource time);

    /// @param aMachine calls for each machine, at most
    /// @param once calls for all of them, at most
    public record Cost(int aMachine, int once) {

        int of(int machines) {
            return machines * aMachine + once;
        }
    }

    @Test
    void manyAtOnceCostNoMoreThanOneByOne() throws Exception {
        try (T cloud = make()) {
            NodeProvider provider = cloud.open();

            List<CreateOutcome> made = create(cloud, provider, FEW, cloud.time.pace());

            assertThat(made).allMatch(CreateOutcome.Created.class::isInstance);
            assertThat(cloud.wire().calls()).hasSizeLessThanOrEqualTo(cost().of(FEW));
            assertThat(provider.list(cloud.cluster))
                    .extracting(Machine::id)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, FEW).mapToObj(it -> cloud.id("web-" + it)).toList());
        }
    }

    /// One by one, since time passes for a thread that waits and for no call that is under way.
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.3})
    void aLimitIsKeptThoughItIsNotThePublishedOne(double share) {
        try (T cloud = make()) {
            NodeProvider provider = cloud.open();
            Pace pace = cloud.time.pace();
            List<RateLimit> limits = limit(cloud, share, pace::now);

            for (int i = 0; i < FEW; i++) {
                assertThat(create(cloud, provider, "web-" + i, pace))
                        .matches(FleetContract::isThere);
            }

            assertThat(refused(limits))
                    .isLessThanOrEqualTo(
                            (share < 1 ? TO_LEARN : 0)
                                    + (int) (MOST_REFUSED * cloud.wire().calls().size()));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.3})
    @EnabledIfSystemProperty(named = SIZE, matches = "[0-9]+")
    void benchmark(double share) throws Exception {
        int size = (int) (share * Integer.getInteger(SIZE));
        try (T cloud = make()) {
            NodeProvider provider = cloud.openInTime();
            List<RateLimit> limits = limit(cloud, share, InstantSource.system());
            Instant start = Instant.now();

            List<CreateOutcome> made = create(cloud, provider, size, Pace.real());

            Duration took = Duration.between(start, Instant.now());
            assertThat(made).allMatch(FleetContract::isThere);
            int calls = cloud.wire().calls().size();
            System.out.printf(
                    "bench-clouds  %-6s %4d machines at once, %3.0f %% of the published limits:"
                            + " %6.1f s, %5.2f calls a machine, %5.2f %% of them refused%n",
                    provider.name(),
                    size,
                    100 * share,
                    took.toMillis() / 1e3,
                    (double) calls / size,
                    100.0 * refused(limits) / calls);
        }
    }

    private static int refused(List<RateLimit> limits) {
        return limits.stream().mapToInt(RateLimit::refused).sum();
    }

    /// One that was throttled half way finds what it made before.
    private static boolean isThere(CreateOutcome outcome) {
        return outcome instanceof CreateOutcome.Created
                || outcome instanceof CreateOutcome.AlreadyThere;
    }

    /// As a provider is used for a pool: every machine by a thread of its own, which comes back
    /// when it is told to.
    private static List<CreateOutcome> create(
            TestCloud<?> cloud, NodeProvider provider, int size, Pace pace)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<CreateOutcome>> tasks =
                    IntStream.range(0, size)
                            .<Callable<CreateOutcome>>mapToObj(
                                    it -> () -> create(cloud, provider, "web-" + it, pace))
                            .toList();
            var outcomes = new ArrayList<CreateOutcome>();
            for (Future<CreateOutcome> it : threads.invokeAll(tasks)) {
                outcomes.add(it.get());
            }
            return outcomes;
        }
    }

    private static CreateOutcome create(
            TestCloud<?> cloud, NodeProvider provider, String machine, Pace pace) {
        CreateOutcome outcome = provider.create(cloud.request(machine));
        while (outcome instanceof CreateOutcome.Throttled(Duration after)) {
            pace.pause(after);
            outcome = provider.create(cloud.request(machine));
        }
        return outcome;
    }
}
