package io.mooring.nodes.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.Collector;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Holding;
import io.mooring.nodes.Machine;
import io.mooring.nodes.gcp.testkit.GceCall;
import io.mooring.nodes.testkit.CrashContract;
import io.mooring.nodes.testkit.When;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GcpCrashTest extends CrashContract<Gce> {

    private static final Predicate<GceCall> LAUNCH = call -> call.is("POST", "instances");

    @Override
    protected Gce make() {
        return new Gce();
    }

    /// Google removes disks with their machine, unless that fails half way.
    @Override
    protected void prepareRemovals() {
        cloud.rules().keepDisks();
    }

    /// Where a zone is sold out for the first run and not for the second, which is the hardest: a
    /// name is one in a zone alone.
    @ParameterizedTest
    @EnumSource
    void aCreationThatMovesToAnotherZoneUnseenAndIsKilledAtAnyCallLeavesOneMachine(When when) {
        cloud.rules().keepDisks();
        cloud.showAfter(4);
        soldOut();
        int calls = callsOf(() -> cloud.open().create(cloud.request("measured-0")));
        assertThat(calls).isGreaterThan(10);

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call + "-0";
            soldOut();
            killed(call, when, () -> cloud.open().create(cloud.request(machine)));

            assertThat(cloud.open().create(cloud.request(machine)))
                    .as("killed at call %d", call)
                    .isInstanceOfAny(CreateOutcome.Created.class, CreateOutcome.AlreadyThere.class);
            assertOneOf(machine, call);
        }
    }

    private void soldOut() {
        cloud.rules().failCreation(_ -> true, 1, "ZONE_RESOURCE_POOL_EXHAUSTED", "No resources.");
    }

    @ParameterizedTest
    @EnumSource
    void whatACreationLeftThatWasKilledOnItsWayToAnotherZoneIsFoundByALookForOrphans(When when) {
        cloud.rules().keepDisks();
        int calls = callsOf(() -> cloud.open().create(cloud.request("measured")));
        for (int call = 0; call < calls; call++) {
            soldOut();
            creationKilled(call, when, "m" + call);
        }

        var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
        var collector = new Collector(cloud.open(), later, Duration.ofMinutes(30));
        while (!collector.collect(cloud.cluster, Set.of("measured")).removed().isEmpty()) {
            // a machine that goes leaves its disk, which the next look finds
        }

        assertThat(cloud.there("measured")).isEqualTo(cloud.whole());
        for (int call = 0; call < calls; call++) {
            assertThat(cloud.there("m" + call)).isEmpty();
        }
    }

    @Test
    void aRequestWhoseAnswerIsLostIsKnownByItsId() {
        cloud.server.cut(LAUNCH, 3, When.AFTER);

        assertThat(cloud.open().create(cloud.request("one")))
                .isInstanceOf(CreateOutcome.Created.class);

        assertThat(cloud.server.launches())
                .hasSize(4)
                .extracting(it -> it.query().get("requestId"))
                .containsOnly(cloud.server.launches().getFirst().query().get("requestId"));
        assertThat(cloud.there("one")).isEqualTo(cloud.whole());
    }

    /// Google would answer a second request of the same id with how the first one ended.
    @Test
    void eachAttemptHasAnIdOfItsOwn() {
        soldOut();
        cloud.open().create(cloud.request("one"));
        cloud.open().delete(cloud.id("one"));
        cloud.open().create(cloud.request("one"));

        assertThat(cloud.server.launches())
                .extracting(it -> it.query().get("requestId"))
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(cloud.there("one")).isEqualTo(cloud.whole());
    }

    @Test
    void ofTwoMachinesOfOneNameTheOlderStays() {
        GcpNodes nodes = cloud.open();
        nodes.create(cloud.request("one"));
        List<Machine> first = nodes.list(cloud.cluster);
        String other =
                first.getFirst().zone().equals("europe-west1-b")
                        ? "europe-west1-c"
                        : "europe-west1-b";
        cloud.rules().copy("one", cloud.name("one"), other);
        assertThat(nodes.list(cloud.cluster)).isEqualTo(first);
        assertThat(nodes.holdings(cloud.cluster)).hasSize(2);

        assertThat(nodes.create(cloud.request("one")))
                .isEqualTo(new CreateOutcome.AlreadyThere(first.getFirst()));

        assertThat(cloud.there("one")).isEqualTo(cloud.whole());
    }

    @Test
    void aRemovalTakesEveryMachineOfThatName() {
        GcpNodes nodes = cloud.open();
        nodes.create(cloud.request("one"));
        cloud.rules().copy("one", cloud.name("one"), "europe-west1-d");

        assertThat(nodes.delete(cloud.id("one"))).isEqualTo(new DeleteOutcome.Deleted());

        assertThat(cloud.there("one")).isEmpty();
    }

    @Test
    void aMachineWithACopyOfOurLabelsIsNotOurs() {
        GcpNodes nodes = cloud.open();
        nodes.create(cloud.request("one"));
        cloud.rules().copy("one", "restored-by-somebody", "europe-west1-c");

        assertThat(nodes.list(cloud.cluster)).hasSize(1);
        assertThat(nodes.holdings(cloud.cluster)).hasSize(1);
        nodes.delete(cloud.id("one"));
        assertThat(nodes.holdings(cloud.cluster)).isEmpty();
        assertThat(cloud.rules().names()).containsExactly("restored-by-somebody");
    }

    @Test
    void disksThatOutlivedTheirMachineAreOrphans() {
        cloud.rules().keepDisks();
        GcpNodes nodes = cloud.open("disks", List.of(java.util.Map.of("sizeGiB", 100)));
        nodes.create(cloud.request("one"));
        assertThat(cloud.there("one")).containsExactly("instance", "disk", "disk");
        nodes.holdings(cloud.cluster).forEach(it -> assertThat(nodes.release(it)).isTrue());

        assertThat(nodes.holdings(cloud.cluster))
                .extracting(Holding::kind)
                .containsExactly("disk", "disk");
        assertThat(nodes.holdings(cloud.cluster))
                .allSatisfy(it -> assertThat(nodes.release(it)).isTrue());
        assertThat(cloud.there("one")).isEmpty();
    }
}
