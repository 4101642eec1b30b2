package io.mooring.nodes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Machine;
import io.mooring.nodes.aws.testkit.ApiCall;
import io.mooring.nodes.testkit.CrashContract;
import io.mooring.nodes.testkit.When;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;

final class AwsCrashTest extends CrashContract<Ec2> {

    private static final Predicate<ApiCall> LAUNCH = call -> call.is("RunInstances");

    @Override
    protected Ec2 make() {
        return new Ec2();
    }

    @Test
    void aLaunchWhoseAnswerIsLostIsNotRepeatedAsASecondOne() {
        cloud.proxy.cut(LAUNCH, 3, When.AFTER);

        assertThat(cloud.open().create(cloud.request("one")))
                .isInstanceOf(CreateOutcome.Created.class);

        assertThat(cloud.instances()).hasSize(1);
        assertThat(cloud.proxy.calls("RunInstances"))
                .extracting(call -> call.parameter("ClientToken").orElseThrow())
                .containsOnly(firstToken());
    }

    @Test
    void anotherProcessWithOtherUserDataFindsWhatEc2DoesNotShowYet() {
        cloud.proxy.rules().showAfter(3);
        creationKilled(3, When.AFTER, "one");
        assertThat(cloud.proxy.calls("RunInstances")).hasSize(1);

        CreateOutcome outcome = cloud.open().create(cloud.request("one", "second"));

        assertThat(outcome).isInstanceOf(CreateOutcome.Created.class);
        assertThat(cloud.instances()).hasSize(1);
    }

    @Test
    void aNameIsFreeAgainThoughItsTokensAreSpentAndForgotten() {
        AwsNodes nodes = cloud.open();
        for (int life = 0; life < 3; life++) {
            assertThat(nodes.create(cloud.request("one")))
                    .isInstanceOf(CreateOutcome.Created.class);
            assertThat(nodes.delete(cloud.id("one"))).isEqualTo(new DeleteOutcome.Deleted());
        }
        cloud.proxy.rules().hideTerminated();

        assertThat(cloud.open().create(cloud.request("one")))
                .isInstanceOf(CreateOutcome.Created.class);

        assertThat(cloud.instances()).hasSize(1);
    }

    @Test
    void ofTwoMachinesOfOneNameOneIsSeenAndOneStays() {
        AwsNodes nodes = cloud.open();
        nodes.create(cloud.request("one"));
        twin(cloud.instances().getFirst());
        assertThat(cloud.instances()).hasSize(2);
        List<Machine> seen = nodes.list(cloud.cluster);

        CreateOutcome outcome = nodes.create(cloud.request("one"));

        assertThat(seen).hasSize(1);
        assertThat(outcome).isEqualTo(new CreateOutcome.AlreadyThere(seen.getFirst()));
        assertThat(cloud.instances())
                .singleElement()
                .satisfies(
                        it -> assertThat(seen.getFirst().providerId()).endsWith(it.instanceId()));
    }

    @Test
    void aRemovalTakesEveryMachineOfThatName() {
        AwsNodes nodes = cloud.open();
        nodes.create(cloud.request("one"));
        twin(cloud.instances().getFirst());

        assertThat(nodes.delete(cloud.id("one"))).isEqualTo(new DeleteOutcome.Deleted());

        assertThat(cloud.instances()).isEmpty();
    }

    private String firstToken() {
        return cloud.proxy.calls("RunInstances").getFirst().parameter("ClientToken").orElseThrow();
    }

    /// Another instance with the same mark, as a launch in another zone with the same token makes.
    private void twin(Instance older) {
        cloud.client.runInstances(it ->
                it.minCount(1)
                        .maxCount(1)
                        .imageId(older.imageId())
                        .instanceType(older.instanceType())
                        .clientToken("twin-" + older.instanceId())
                        .tagSpecifications(
                                tags -> tags.resourceType("instance").tags(older.tags())));
    }
}
