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

/// What many machines at once cost, as a pool makes them: calls, refusals, and by
/// `tools/bench-clouds` time.
///
/// @param <T> the cloud
public abstract class FleetContract<T extends TestCloud<?>> {

    private static final String SIZE = "mooring.bench.nodes";
    private static final int FEW = 20;

    protected abstract T make();

    /// What a machine costs of calls, and what all of them together cost besides.
    protected abstract Cost cost();

    /// The limits of the cloud itself, set on its wire.
    protected abstract List<RateLimit> limit(T cloud, InstantSource time);

    /// @param aMachine calls for each machine
    /// @param once calls for all of them, at most
    public record Cost(int aMachine, int once) {}

    @Test
    void manyAtOnceCostNoMoreThanOneByOne() throws Exception {
        try (T cloud = make()) {
            NodeProvider provider = cloud.open();

            List<CreateOutcome> made = create(cloud, provider, FEW, cloud.time.pace());

            assertThat(made).allMatch(CreateOutcome.Created.class::isInstance);
            assertThat(cloud.wire().calls())
                    .hasSizeBetween(
                            FEW * cost().aMachine(), FEW * cost().aMachine() + cost().once());
            assertThat(provider.list(cloud.cluster))
                    .extracting(Machine::id)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, FEW).mapToObj(it -> cloud.id("web-" + it)).toList());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = SIZE, matches = "[0-9]+")
    void benchmark() throws Exception {
        int size = Integer.getInteger(SIZE);
        try (T cloud = make()) {
            NodeProvider provider = cloud.openInTime();
            List<RateLimit> limits = limit(cloud, InstantSource.system());
            Instant start = Instant.now();

            List<CreateOutcome> made = create(cloud, provider, size, Pace.real());

            Duration took = Duration.between(start, Instant.now());
            // One that was throttled half way finds what it made before.
            assertThat(made)
                    .allMatch(
                            it ->
                                    it instanceof CreateOutcome.Created
                                            || it instanceof CreateOutcome.AlreadyThere);
            int calls = cloud.wire().calls().size();
            int refused = limits.stream().mapToInt(RateLimit::refused).sum();
            System.out.printf(
                    "bench-clouds  %-6s %4d machines at once: %6.1f s, %5.2f calls a machine, %5.2f of them refused by its limits%n",
                    provider.name(),
                    size,
                    took.toMillis() / 1e3,
                    (double) calls / size,
                    (double) refused / size);
        }
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
