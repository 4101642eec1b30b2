package io.mooring.nodes.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.Collector;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.NodeProvider;
import io.mooring.nodes.Owner;
import io.mooring.nodes.ProviderFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever ends in the middle, repeated there is exactly one machine with its parts, or nothing.
///
/// @param <T> the cloud
public abstract class CrashContract<T extends TestCloud<?>> {

    protected T cloud;

    /// A cloud with nothing in it.
    protected abstract T make();

    /// Before machines are made whose removal is then cut off.
    protected void prepareRemovals() {}

    @BeforeEach
    public final void open() {
        cloud = make();
    }

    @AfterEach
    public final void close() {
        if (cloud != null) {
            cloud.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    final void aCreationKilledAtAnyCallAndRepeatedLeavesOneMachine(When when) {
        int calls = callsOf(() -> cloud.open().create(cloud.request("measured")));
        assertThat(calls).isGreaterThan(4);

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call;
            creationKilled(call, when, machine);

            assertThat(cloud.open().create(cloud.request(machine, "two")))
                    .as("killed at call %d", call)
                    .isInstanceOfAny(CreateOutcome.Created.class, CreateOutcome.AlreadyThere.class);
            assertOneOf(machine, call);
        }
    }

    @ParameterizedTest
    @EnumSource
    final void aCreationKilledWhileTheCloudShowsNothingNewLeavesOneMachine(When when) {
        cloud.showAfter(4);
        int calls = callsOf(() -> cloud.open().create(cloud.request("measured")));

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call;
            creationKilled(call, when, machine);

            cloud.open().create(cloud.request(machine, "two"));

            assertOneOf(machine, call);
        }
    }

    @ParameterizedTest
    @EnumSource
    final void aRemovalKilledAtAnyCallAndRepeatedLeavesNothing(When when) {
        prepareRemovals();
        NodeProvider nodes = cloud.open();
        nodes.create(cloud.request("measured"));
        int calls = callsOf(() -> nodes.delete(cloud.id("measured")));
        assertThat(calls).isGreaterThan(2);

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call;
            nodes.create(cloud.request(machine));
            killed(call, when, () -> nodes.delete(cloud.id(machine)));

            assertThat(cloud.open().delete(cloud.id(machine)))
                    .isInstanceOfAny(DeleteOutcome.Deleted.class, DeleteOutcome.NothingThere.class);
            assertThat(cloud.there(machine)).as("killed at call %d", call).isEmpty();
        }
    }

    /// Where nobody repeats it.
    @ParameterizedTest
    @EnumSource
    final void whatAKilledCreationOrRemovalLeftIsFoundByALookForOrphans(When when) {
        prepareRemovals();
        NodeProvider nodes = cloud.open();
        int creations = callsOf(() -> nodes.create(cloud.request("wanted")));
        nodes.create(cloud.request("measured"));
        int removals = callsOf(() -> nodes.delete(cloud.id("measured")));
        for (int call = 0; call < creations; call++) {
            creationKilled(call, when, "made" + call);
        }
        for (int call = 0; call < removals; call++) {
            String machine = "removed" + call;
            nodes.create(cloud.request(machine));
            killed(call, when, () -> nodes.delete(cloud.id(machine)));
        }

        var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
        var collector = new Collector(cloud.open(), later, Duration.ofMinutes(30));
        for (int looks = 0; looks < 5; looks++) {
            // what a machine leaves that goes, the next look finds
            assertThat(collector.collect(cloud.cluster, Set.of("wanted")).failures()).isEmpty();
        }

        assertThat(cloud.there("wanted")).isEqualTo(cloud.whole());
        IntStream.range(0, creations).forEach(it -> assertThat(cloud.there("made" + it)).isEmpty());
        IntStream.range(0, removals)
                .forEach(it -> assertThat(cloud.there("removed" + it)).isEmpty());
    }

    @Test
    final void anotherOwnersClusterOfTheSameNameIsNotOurs() {
        NodeProvider theirs = cloud.openAs(new Owner("fedcba9876543210"));
        theirs.create(cloud.request("one"));
        NodeProvider ours = cloud.open();

        assertThat(ours.list(cloud.cluster)).isEmpty();
        assertThat(ours.holdings(cloud.cluster)).isEmpty();
        assertThat(ours.delete(cloud.id("one"))).isEqualTo(new DeleteOutcome.NothingThere());
        assertThat(ours.create(cloud.request("one"))).isInstanceOf(CreateOutcome.Created.class);
        assertThat(theirs.holdings(cloud.cluster))
                .singleElement()
                .satisfies(it -> assertThat(ours.release(it)).isFalse());
        assertThat(cloud.there("one")).hasSize(2 * cloud.whole().size());
    }

    protected final void assertOneOf(String machine, int call) {
        assertThat(cloud.there(machine)).as("killed at call %d", call).isEqualTo(cloud.whole());
    }

    /// Makes a machine and dies at that call of it.
    protected final void creationKilled(int call, When when, String machine) {
        killed(call, when, () -> cloud.open().create(cloud.request(machine, "one")));
    }

    /// Works and dies at that call of it: what came of it went nowhere.
    protected final void killed(int call, When when, Supplier<?> work) {
        cloud.wire().killClientAt(call, when);
        try {
            var _ = work.get();
        } catch (ProviderFailure _) {
            // neither did its failure
            assertThat(Thread.interrupted()).isTrue();
        }
        cloud.wire().behave();
    }

    /// How many calls that takes.
    protected final int callsOf(Runnable work) {
        int before = cloud.wire().calls().size();
        work.run();
        return cloud.wire().calls().size() - before;
    }
}
