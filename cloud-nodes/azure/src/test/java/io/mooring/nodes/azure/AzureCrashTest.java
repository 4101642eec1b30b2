package io.mooring.nodes.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.Holding;
import io.mooring.nodes.azure.testkit.ArmCall;
import io.mooring.nodes.testkit.CrashContract;
import io.mooring.nodes.testkit.When;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AzureCrashTest extends CrashContract<Arm> {

    private static final Predicate<ArmCall> LAUNCH = call -> call.is("PUT", "virtualMachines");

    @Override
    protected Arm make() {
        return new Arm();
    }

    /// Azure removes the parts with the machine, unless that fails half way.
    @Override
    protected void prepareRemovals() {
        cloud.rules().keepParts();
    }

    @ParameterizedTest
    @EnumSource
    void aCreationThatMovesToAnotherZoneAndIsKilledAtAnyCallLeavesOneMachine(When when) {
        Object[] zones = {"zones", List.of("1", "2")};
        soldOut();
        int calls = callsOf(() -> cloud.open(zones).create(cloud.request("measured-0")));
        assertThat(calls).isGreaterThan(14);

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call + "-0";
            soldOut();
            killed(call, when, () -> cloud.open(zones).create(cloud.request(machine)));

            CreateOutcome repeated = cloud.open(zones).create(cloud.request(machine));

            assertThat(repeated)
                    .as("killed at call %d", call)
                    .isInstanceOfAny(CreateOutcome.Created.class, CreateOutcome.AlreadyThere.class);
            assertOneOf(machine, call);
        }
    }

    private void soldOut() {
        cloud.rules().failCreation(_ -> true, 1, "ZonalAllocationFailed", "Allocation failed.");
    }

    @Test
    void aMachineThatAzureDoesNotShowYetIsNotRemoved() {
        cloud.showAfter(4);
        cloud.open().create(cloud.request("measured"));
        int launch = cloud.server.calls("PUT", "virtualMachines").getFirst().number();
        creationKilled(launch, When.AFTER, "one");

        cloud.open().create(cloud.request("one"));

        assertThat(cloud.server.calls("DELETE", "virtualMachines")).isEmpty();
    }

    @Test
    void aRequestWhoseAnswerIsLostDoesNotMakeASecondMachine() {
        cloud.server.cut(LAUNCH, 3, When.AFTER);

        assertThat(cloud.open().create(cloud.request("one")))
                .isInstanceOfAny(CreateOutcome.Created.class, CreateOutcome.AlreadyThere.class);

        assertThat(cloud.server.calls("PUT", "virtualMachines"))
                .hasSize(4)
                .allSatisfy(it -> assertThat(it.headers()).containsEntry("if-none-match", "*"));
        assertThat(cloud.there("one")).isEqualTo(cloud.whole());
    }

    @Test
    void aMachineWithACopyOfOurTagsIsNotOurs() {
        AzureNodes nodes = cloud.open();
        nodes.create(cloud.request("one"));
        cloud.rules().copy(cloud.name("one"), "restored-by-somebody");

        assertThat(nodes.list(cloud.cluster)).hasSize(1);
        assertThat(nodes.holdings(cloud.cluster)).extracting(Holding::kind).containsOnly("machine");
        nodes.delete(cloud.id("one"));
        assertThat(nodes.holdings(cloud.cluster)).isEmpty();
        assertThat(cloud.rules().names("virtualMachines")).containsExactly("restored-by-somebody");
    }

    @Test
    void partsThatOutlivedTheirMachineAreOrphans() {
        cloud.rules().keepParts();
        AzureNodes nodes = cloud.open();
        nodes.create(cloud.request("one"));
        // Looks for the machine, deletes it in three, looks for the disk.
        killed(4, When.BEFORE, () -> nodes.delete(cloud.id("one")));
        assertThat(cloud.there("one")).containsExactly("networkInterfaces", "disks");

        assertThat(nodes.holdings(cloud.cluster))
                .extracting(Holding::kind)
                .containsExactly("network-interface", "disk");
        assertThat(nodes.holdings(cloud.cluster))
                .allSatisfy(it -> assertThat(nodes.release(it)).isTrue());
        assertThat(cloud.there("one")).isEmpty();
    }
}
