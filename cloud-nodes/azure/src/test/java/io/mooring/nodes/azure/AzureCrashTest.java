package io.mooring.nodes.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.Collector;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Holding;
import io.mooring.nodes.Owner;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.azure.testkit.ArmCall;
import io.mooring.nodes.azure.testkit.ArmServer.When;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever ends in the middle, repeated there is exactly one machine with its parts, or nothing.
final class AzureCrashTest {

    private static final Predicate<ArmCall> LAUNCH = call -> call.is("PUT", "virtualMachines");

    private Arm arm;

    @BeforeEach
    void open() {
        arm = new Arm();
    }

    @AfterEach
    void close() {
        arm.close();
    }

    @ParameterizedTest
    @EnumSource
    void aCreationKilledAtAnyCallAndRepeatedLeavesOneMachine(When when) {
        int calls = callsOf(() -> arm.open().create(arm.request("measured")));
        assertThat(calls).isGreaterThan(8);

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call;
            arm.server.killClientAt(call, when);
            ended(() -> arm.open().create(arm.request(machine, "one")));
            arm.server.behave();

            CreateOutcome repeated = arm.open().create(arm.request(machine, "two"));

            assertThat(repeated)
                    .as("killed at call %d", call)
                    .isInstanceOfAny(CreateOutcome.Created.class, CreateOutcome.AlreadyThere.class);
            assertThat(arm.there(machine)).as("killed at call %d", call).isEqualTo(Arm.whole());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCreationThatMovesToAnotherZoneAndIsKilledAtAnyCallLeavesOneMachine(When when) {
        Object[] zones = {"zones", List.of("1", "2")};
        soldOut();
        int calls = callsOf(() -> arm.open(zones).create(arm.request("measured-0")));
        assertThat(calls).isGreaterThan(14);

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call + "-0";
            soldOut();
            arm.server.killClientAt(call, when);
            ended(() -> arm.open(zones).create(arm.request(machine)));
            arm.server.behave();

            CreateOutcome repeated = arm.open(zones).create(arm.request(machine));

            assertThat(repeated)
                    .as("killed at call %d", call)
                    .isInstanceOfAny(CreateOutcome.Created.class, CreateOutcome.AlreadyThere.class);
            assertThat(arm.there(machine)).as("killed at call %d", call).isEqualTo(Arm.whole());
        }
    }

    private void soldOut() {
        arm.rules().failCreation(_ -> true, 1, "ZonalAllocationFailed", "Allocation failed.");
    }

    @ParameterizedTest
    @EnumSource
    void aCreationKilledWhileAzureShowsNothingNewLeavesOneMachine(When when) {
        arm.rules().showAfter(4);
        int calls = callsOf(() -> arm.open().create(arm.request("measured")));

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call;
            arm.server.killClientAt(call, when);
            ended(() -> arm.open().create(arm.request(machine, "one")));
            arm.server.behave();

            arm.open().create(arm.request(machine, "two"));

            assertThat(arm.there(machine)).as("killed at call %d", call).isEqualTo(Arm.whole());
        }
        assertThat(arm.server.calls("DELETE", "virtualMachines")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRemovalKilledAtAnyCallAndRepeatedLeavesNothing(When when) {
        arm.rules().keepParts();
        AzureNodes nodes = arm.open();
        nodes.create(arm.request("measured"));
        int calls = callsOf(() -> nodes.delete(arm.id("measured")));
        assertThat(calls).isGreaterThan(8);

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call;
            nodes.create(arm.request(machine));
            arm.server.killClientAt(call, when);
            ended(() -> nodes.delete(arm.id(machine)));
            arm.server.behave();

            assertThat(arm.open().delete(arm.id(machine)))
                    .isInstanceOfAny(DeleteOutcome.Deleted.class, DeleteOutcome.NothingThere.class);
            assertThat(arm.there(machine)).as("killed at call %d", call).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAKilledCreationLeftIsFoundByALookForOrphans(When when) {
        int calls = callsOf(() -> arm.open().create(arm.request("measured")));
        for (int call = 0; call < calls; call++) {
            String machine = "m" + call;
            arm.server.killClientAt(call, when);
            ended(() -> arm.open().create(arm.request(machine)));
            arm.server.behave();
        }

        var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
        var collector = new Collector(arm.open(), later, Duration.ofMinutes(30));
        assertThat(collector.collect(arm.cluster, Set.of("measured")).failures()).isEmpty();

        assertThat(arm.there("measured")).isEqualTo(Arm.whole());
        assertThat(arm.rules().names("virtualMachines")).hasSize(1);
        assertThat(arm.rules().names("networkInterfaces")).hasSize(1);
        assertThat(arm.rules().names("disks")).hasSize(1);
    }

    @Test
    void aRequestWhoseAnswerIsLostDoesNotMakeASecondMachine() {
        arm.server.cut(LAUNCH, 3, When.AFTER);

        assertThat(arm.open().create(arm.request("one")))
                .isInstanceOfAny(CreateOutcome.Created.class, CreateOutcome.AlreadyThere.class);

        assertThat(arm.server.calls("PUT", "virtualMachines"))
                .hasSize(4)
                .allSatisfy(it -> assertThat(it.headers()).containsEntry("if-none-match", "*"));
        assertThat(arm.there("one")).isEqualTo(Arm.whole());
    }

    @Test
    void anotherOwnersClusterOfTheSameNameIsNotOurs() {
        AzureNodes theirs = arm.openAs(new Owner("fedcba9876543210"));
        theirs.create(arm.request("one"));
        AzureNodes ours = arm.open();

        assertThat(ours.list(arm.cluster)).isEmpty();
        assertThat(ours.holdings(arm.cluster)).isEmpty();
        assertThat(ours.delete(arm.id("one"))).isEqualTo(new DeleteOutcome.NothingThere());
        assertThat(ours.create(arm.request("one"))).isInstanceOf(CreateOutcome.Created.class);
        assertThat(theirs.holdings(arm.cluster))
                .singleElement()
                .satisfies(it -> assertThat(ours.release(it)).isFalse());
        assertThat(arm.rules().names("virtualMachines")).hasSize(2);
    }

    @Test
    void aMachineWithACopyOfOurTagsIsNotOurs() {
        AzureNodes nodes = arm.open();
        nodes.create(arm.request("one"));
        arm.rules().copy(arm.name("one"), "restored-by-somebody");

        assertThat(nodes.list(arm.cluster)).hasSize(1);
        assertThat(nodes.holdings(arm.cluster)).extracting(Holding::kind).containsOnly("machine");
        nodes.delete(arm.id("one"));
        assertThat(nodes.holdings(arm.cluster)).isEmpty();
        assertThat(arm.rules().names("virtualMachines")).containsExactly("restored-by-somebody");
    }

    @Test
    void partsThatOutlivedTheirMachineAreOrphans() {
        arm.rules().keepParts();
        AzureNodes nodes = arm.open();
        nodes.create(arm.request("one"));
        // Looks for the machine, deletes it in three, looks for the disk.
        arm.server.killClientAt(4, When.BEFORE);
        ended(() -> nodes.delete(arm.id("one")));
        arm.server.behave();
        assertThat(arm.there("one")).containsExactly("networkInterfaces", "disks");

        assertThat(nodes.holdings(arm.cluster))
                .extracting(Holding::kind)
                .containsExactly("network-interface", "disk");
        assertThat(nodes.holdings(arm.cluster))
                .allSatisfy(it -> assertThat(nodes.release(it)).isTrue());
        assertThat(arm.there("one")).isEmpty();
    }

    private int callsOf(Runnable work) {
        int before = arm.server.calls().size();
        work.run();
        return arm.server.calls().size() - before;
    }

    /// What a killed process did: its outcome went nowhere.
    private static void ended(Supplier<?> work) {
        try {
            var _ = work.get();
        } catch (ProviderFailure _) {
            // neither did its failure
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
