package io.mooring.nodes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Machine;
import io.mooring.nodes.Owner;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.aws.testkit.ApiCall;
import io.mooring.nodes.aws.testkit.FaultProxy.When;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ec2.model.Instance;

/// Whatever ends in the middle, repeated there is exactly one machine, or none.
final class AwsCrashTest {

    private static final Predicate<ApiCall> LAUNCH = call -> call.is("RunInstances");

    private Ec2 ec2;

    @BeforeEach
    void open() {
        ec2 = new Ec2();
    }

    @AfterEach
    void close() {
        if (ec2 != null) {
            ec2.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCreationKilledAtAnyCallAndRepeatedLeavesOneMachine(When when) {
        int calls = callsOf(() -> ec2.open().create(ec2.request("measured")));
        assertThat(calls).isGreaterThan(4);

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call;
            ec2.proxy.killClientAt(call, when);
            ended(() -> ec2.open().create(ec2.request(machine, "one")));
            ec2.proxy.behave();

            CreateOutcome repeated = ec2.open().create(ec2.request(machine, "two"));

            assertThat(repeated)
                    .as("killed at call %d", call)
                    .isInstanceOfAny(CreateOutcome.Created.class, CreateOutcome.AlreadyThere.class);
            assertThat(named(machine)).as("killed at call %d", call).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCreationKilledWhileEc2ShowsNothingNewLeavesOneMachine(When when) {
        ec2.proxy.rules().showAfter(4);
        int calls = callsOf(() -> ec2.open().create(ec2.request("measured")));

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call;
            ec2.proxy.killClientAt(call, when);
            ended(() -> ec2.open().create(ec2.request(machine, "one")));
            ec2.proxy.behave();

            ec2.open().create(ec2.request(machine, "two"));

            assertThat(named(machine)).as("killed at call %d", call).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRemovalKilledAtAnyCallAndRepeatedLeavesNothing(When when) {
        AwsNodes nodes = ec2.open();
        nodes.create(ec2.request("measured"));
        int calls = callsOf(() -> nodes.delete(ec2.id("measured")));
        assertThat(calls).isGreaterThan(2);

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call;
            nodes.create(ec2.request(machine));
            ec2.proxy.killClientAt(call, when);
            ended(() -> nodes.delete(ec2.id(machine)));
            ec2.proxy.behave();

            assertThat(ec2.open().delete(ec2.id(machine)))
                    .isInstanceOfAny(DeleteOutcome.Deleted.class, DeleteOutcome.NothingThere.class);
            assertThat(named(machine)).as("killed at call %d", call).isEmpty();
        }
    }

    @Test
    void aLaunchWhoseAnswerIsLostIsNotRepeatedAsASecondOne() {
        ec2.proxy.cut(LAUNCH, 3, When.AFTER);

        assertThat(ec2.open().create(ec2.request("one"))).isInstanceOf(CreateOutcome.Created.class);

        assertThat(ec2.instances()).hasSize(1);
        assertThat(ec2.proxy.calls("RunInstances"))
                .extracting(call -> call.parameter("ClientToken").orElseThrow())
                .containsOnly(firstToken());
    }

    @Test
    void anotherProcessWithOtherUserDataFindsWhatEc2DoesNotShowYet() {
        ec2.proxy.rules().showAfter(3);
        ec2.proxy.killClientAt(3, When.AFTER);
        ended(() -> ec2.open().create(ec2.request("one", "first")));
        assertThat(ec2.proxy.calls()).last().matches(LAUNCH);
        ec2.proxy.behave();

        CreateOutcome outcome = ec2.open().create(ec2.request("one", "second"));

        assertThat(outcome).isInstanceOf(CreateOutcome.Created.class);
        assertThat(ec2.instances()).hasSize(1);
    }

    @Test
    void aNameIsFreeAgainThoughItsTokensAreSpentAndForgotten() {
        AwsNodes nodes = ec2.open();
        for (int life = 0; life < 3; life++) {
            assertThat(nodes.create(ec2.request("one"))).isInstanceOf(CreateOutcome.Created.class);
            assertThat(nodes.delete(ec2.id("one"))).isEqualTo(new DeleteOutcome.Deleted());
        }
        ec2.proxy.rules().hideTerminated();

        assertThat(ec2.open().create(ec2.request("one"))).isInstanceOf(CreateOutcome.Created.class);

        assertThat(ec2.instances()).hasSize(1);
    }

    @Test
    void ofTwoMachinesOfOneNameOneIsSeenAndOneStays() {
        AwsNodes nodes = ec2.open();
        nodes.create(ec2.request("one"));
        twin(ec2.instances().getFirst());
        assertThat(ec2.instances()).hasSize(2);
        List<Machine> seen = nodes.list(ec2.cluster);

        CreateOutcome outcome = nodes.create(ec2.request("one"));

        assertThat(seen).hasSize(1);
        assertThat(outcome).isEqualTo(new CreateOutcome.AlreadyThere(seen.getFirst()));
        assertThat(ec2.instances())
                .singleElement()
                .satisfies(
                        it -> assertThat(seen.getFirst().providerId()).endsWith(it.instanceId()));
    }

    @Test
    void aRemovalTakesEveryMachineOfThatName() {
        AwsNodes nodes = ec2.open();
        nodes.create(ec2.request("one"));
        twin(ec2.instances().getFirst());

        assertThat(nodes.delete(ec2.id("one"))).isEqualTo(new DeleteOutcome.Deleted());

        assertThat(ec2.instances()).isEmpty();
    }

    @Test
    void anotherOwnersClusterOfTheSameNameIsNotOurs() {
        AwsNodes theirs = ec2.openAs(new Owner("fedcba9876543210"));
        theirs.create(ec2.request("one"));
        AwsNodes ours = ec2.open();

        assertThat(ours.list(ec2.cluster)).isEmpty();
        assertThat(ours.holdings(ec2.cluster)).isEmpty();
        assertThat(ours.delete(ec2.id("one"))).isEqualTo(new DeleteOutcome.NothingThere());
        assertThat(ours.create(ec2.request("one"))).isInstanceOf(CreateOutcome.Created.class);
        assertThat(theirs.holdings(ec2.cluster))
                .singleElement()
                .satisfies(it -> assertThat(ours.release(it)).isFalse());
        assertThat(ec2.instances()).hasSize(2);
    }

    private String firstToken() {
        return ec2.proxy.calls("RunInstances").getFirst().parameter("ClientToken").orElseThrow();
    }

    /// Another instance with the same mark, as a launch in another zone with the same token makes.
    private void twin(Instance older) {
        ec2.client.runInstances(it ->
                it.minCount(1)
                        .maxCount(1)
                        .imageId(older.imageId())
                        .instanceType(older.instanceType())
                        .clientToken("twin-" + older.instanceId())
                        .tagSpecifications(
                                tags -> tags.resourceType("instance").tags(older.tags())));
    }

    private List<Instance> named(String machine) {
        return ec2.instances().stream()
                .filter(it -> Tags.value(it.tags(), "mooring:machine").equals(machine))
                .toList();
    }

    private int callsOf(Runnable work) {
        int before = ec2.proxy.calls().size();
        work.run();
        return ec2.proxy.calls().size() - before;
    }

    /// What a killed process did: its outcome went nowhere.
    private static void ended(Supplier<?> work) {
        try {
            var _ = work.get();
        } catch (ProviderFailure _) {
            // neither did its failure
        }
    }
}
