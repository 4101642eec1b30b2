package io.mooring.nodes.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.Choice;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Holding;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.aws.testkit.ApiCall;
import io.mooring.nodes.testkit.When;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Machines that may be any of several things, as auto nodes are: by instant fleets of EC2.
final class AwsChoicesTest {

    private static final String ZONE_A = "eu-central-1a";
    private static final String ZONE_B = "eu-central-1b";
    private static final Choice SPOT = new Choice("m5.large", ZONE_A, Capacity.SPOT);
    private static final Choice OTHER_SPOT = new Choice("m5a.large", ZONE_B, Capacity.SPOT);
    private static final Choice LASTING = new Choice("m5.large", ZONE_A, Capacity.ON_DEMAND);
    private static final Choice OTHER_LASTING = new Choice("m5a.large", ZONE_B, Capacity.ON_DEMAND);
    private static final Choice LASTING_ARM = new Choice("m6g.large", ZONE_B, Capacity.ON_DEMAND);

    /// So many looks that nobody would wait for a launch that may not have been.
    private static final int LONG = 80;

    private static final Predicate<ApiCall> FLEET = call -> call.is("CreateFleet");

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

    private AwsNodes nodes(Object... more) {
        var settings = new java.util.ArrayList<Object>();
        settings.addAll(
                List.of(
                        "instanceTypes", List.of("m5.large", "m5a.large", "m6g.large"),
                        "capacityTypes", List.of("on-demand", "spot")));
        settings.addAll(List.of(more));
        return ec2.open(settings.toArray());
    }

    private MachineRequest choosing(String machine, String userData, Choice... choices) {
        MachineRequest any = ec2.request(machine, userData);
        return new MachineRequest(any.id(), any.userData(), any.images(), List.of(choices));
    }

    private CreateOutcome create(AwsNodes nodes, String machine, Choice... choices) {
        return nodes.create(choosing(machine, "one", choices));
    }

    private static void isMade(CreateOutcome outcome, Choice as, Choice... refused) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CreateOutcome.Created.class,
                        it -> {
                            assertThat(it.machine().choice()).isEqualTo(as);
                            assertThat(it.refused()).containsExactly(refused);
                        });
    }

    private List<String> templates() {
        return ec2
                .client
                .describeLaunchTemplates(
                        it -> it.filters(f -> f.name("tag:mooring:cluster").values(ec2.cluster)))
                .launchTemplates()
                .stream()
                .map(it -> it.launchTemplateId())
                .toList();
    }

    @Test
    void oneFleetAsksForAllThatArePaidForInTheSameWayInTheirOrder() {
        isMade(create(nodes("spotMaxPrice", "0.02"), "one", SPOT, OTHER_SPOT), SPOT);

        Map<String, String> sent = ec2.proxy.calls("CreateFleet").getFirst().parameters();
        assertThat(sent)
                .containsEntry("Type", "instant")
                .containsEntry("TargetCapacitySpecification.TotalTargetCapacity", "1")
                .containsEntry("TargetCapacitySpecification.DefaultTargetCapacityType", "spot")
                .containsEntry("SpotOptions.AllocationStrategy", "capacity-optimized-prioritized")
                .containsEntry("LaunchTemplateConfigs.1.Overrides.1.InstanceType", "m5.large")
                .containsEntry("LaunchTemplateConfigs.1.Overrides.1.AvailabilityZone", ZONE_A)
                .containsEntry("LaunchTemplateConfigs.1.Overrides.1.Priority", "0.0")
                .containsEntry("LaunchTemplateConfigs.1.Overrides.1.MaxPrice", "0.02")
                .containsEntry("LaunchTemplateConfigs.1.Overrides.2.InstanceType", "m5a.large")
                .containsEntry("LaunchTemplateConfigs.1.Overrides.2.AvailabilityZone", ZONE_B)
                .containsEntry("LaunchTemplateConfigs.1.Overrides.2.Priority", "1.0");
        assertThat(ec2.proxy.calls("RunInstances")).isEmpty();
        assertThat(ec2.instances()).hasSize(1);
        assertThat(templates()).isEmpty();
    }

    @Test
    void itsTemplateSaysEverythingThatTheSettingsSay() {
        isMade(
                create(
                        nodes(
                                "securityGroups", List.of("sg-0123456789abcdef0"),
                                "publicIp", true,
                                "keyName", "ops",
                                "placement", Map.of("group", "near"),
                                "rootVolume", Map.of("sizeGiB", 40, "iops", 4000),
                                "tags", Map.of("team", "shop")),
                        "one",
                        LASTING,
                        OTHER_LASTING),
                LASTING);

        ApiCall call = ec2.proxy.calls("CreateLaunchTemplate").getFirst();
        String data = "LaunchTemplateData.";
        assertThat(call.tag(1, "mooring:machine")).contains("one");
        assertThat(call.parameters())
                .containsEntry("TagSpecification.1.ResourceType", "launch-template")
                .containsEntry(data + "KeyName", "ops")
                .containsEntry(data + "Placement.GroupName", "near")
                .containsEntry(data + "MetadataOptions.HttpTokens", "required")
                .containsEntry(data + "NetworkInterface.1.AssociatePublicIpAddress", "true")
                .containsEntry(
                        data + "NetworkInterface.1.SecurityGroupId.1", "sg-0123456789abcdef0")
                .containsEntry(data + "BlockDeviceMapping.1.Ebs.VolumeSize", "40")
                .containsEntry(data + "BlockDeviceMapping.1.Ebs.Iops", "4000")
                .containsEntry(data + "TagSpecification.1.ResourceType", "instance")
                .containsEntry(data + "TagSpecification.2.ResourceType", "volume")
                .containsKey(data + "UserData")
                .doesNotContainKeys(data + "Placement.AvailabilityZone", data + "SubnetId");
        assertThat(ec2.proxy.calls("CreateFleet").getFirst().parameters())
                .containsEntry("OnDemandOptions.AllocationStrategy", "prioritized");
    }

    @Test
    void anOfferOfAnotherProcessorHasItsOwnImage() {
        var arm = new Choice("m6g.large", ZONE_B, Capacity.ON_DEMAND);
        ec2.proxy.rules().refuse("m5.large in " + ZONE_A, "InsufficientInstanceCapacity");

        isMade(create(nodes(), "one", LASTING, arm), arm, LASTING);

        String image = ec2.instances().getFirst().imageId();
        assertThat(
                        ec2.client
                                .describeImages(it -> it.imageIds(image))
                                .images()
                                .getFirst()
                                .architectureAsString())
                .isEqualTo("arm64");
    }

    @Test
    void whatIsRefusedIsToldAndNotAskedForAgainForAWhile() {
        AwsNodes nodes = nodes();
        ec2.proxy.rules().refuse("m5.large in " + ZONE_A, "InsufficientInstanceCapacity");

        isMade(create(nodes, "one", SPOT, OTHER_SPOT), OTHER_SPOT, SPOT);
        assertThat(offered(nodes, SPOT)).isFalse();
        assertThat(offered(nodes, OTHER_SPOT)).isTrue();
        // also where one of two is left: a repetition must find what this launch makes
        isMade(create(nodes, "two", SPOT, OTHER_SPOT), OTHER_SPOT, SPOT);
        assertThat(ec2.proxy.calls("CreateFleet").getLast().parameters())
                .doesNotContainKey("LaunchTemplateConfigs.1.Overrides.2.InstanceType");
        assertThat(ec2.proxy.calls("RunInstances")).isEmpty();
        ec2.time.pass(Duration.ofMinutes(4));
        assertThat(offered(nodes, SPOT)).isTrue();
    }

    private static boolean offered(AwsNodes nodes, Choice choice) {
        return nodes.machineTypes().stream()
                .filter(type -> type.name().equals(choice.type()))
                .flatMap(type -> type.offerings().stream())
                .filter(it -> it.zone().equals(choice.zone()) && it.capacity() == choice.capacity())
                .allMatch(MachineType.Offering::available);
    }

    @Test
    void whatIsPassedOverForAnotherIsNotTakenForSoldOut() {
        AwsNodes nodes = nodes();
        ec2.proxy.rules().passOver("m5.large in " + ZONE_A);

        isMade(create(nodes, "one", SPOT, OTHER_SPOT), OTHER_SPOT);

        assertThat(offered(nodes, SPOT)).isTrue();
    }

    @Test
    void whereNoSpotInstanceIsToBeHadTheNextFleetIsOnDemand() {
        var arm = new Choice("m6g.large", ZONE_B, Capacity.ON_DEMAND);
        ec2.proxy.rules().refuse("m5.large in " + ZONE_A, "InsufficientInstanceCapacity");
        ec2.proxy.rules().refuse("m5a.large in " + ZONE_B, "InsufficientInstanceCapacity");

        isMade(
                create(nodes(), "one", SPOT, OTHER_SPOT, LASTING, arm),
                arm,
                SPOT,
                OTHER_SPOT,
                LASTING);

        assertThat(ec2.proxy.calls("CreateFleet")).hasSize(2);
        assertThat(templates()).isEmpty();
    }

    @Test
    void whereNothingIsToBeHadEveryOfferIsNamedWithItsReason() {
        ec2.proxy.rules().refuse("m5.large in " + ZONE_A, "InsufficientInstanceCapacity");
        ec2.proxy.rules().refuse("m5a.large in " + ZONE_B, "MaxSpotInstanceCountExceeded");

        assertThat(create(nodes(), "one", SPOT, OTHER_SPOT))
                .isEqualTo(
                        new CreateOutcome.NoCapacity(
                                "m5.large spot in eu-central-1a: There is no m5.large in eu-central-1a (InsufficientInstanceCapacity); m5a.large spot in eu-central-1b: There is no m5a.large in eu-central-1b (MaxSpotInstanceCountExceeded)"));
        assertThat(ec2.instances()).isEmpty();
        assertThat(templates()).isEmpty();
    }

    @Test
    void aRefusalThatNoOtherOfferMendsIsToldOfTheSettingToChange() {
        ec2.proxy.rules().refuse("m5.large in " + ZONE_A, "InsufficientInstanceCapacity");
        ec2.proxy.rules().refuse("m5a.large in " + ZONE_B, "InvalidKeyPair.NotFound");

        assertThat(create(nodes(), "one", SPOT, OTHER_SPOT))
                .isEqualTo(
                        new BadConfiguration(
                                "keyName",
                                "There is no m5a.large in eu-central-1b (InvalidKeyPair.NotFound)"));
        assertThat(templates()).isEmpty();
    }

    @Test
    void aFleetWhoseAnswerIsLostIsNotRepeatedAsASecondOne() {
        ec2.proxy.cut(FLEET, 3, When.AFTER);

        isMade(create(nodes(), "one", SPOT, OTHER_SPOT), SPOT);

        assertThat(ec2.instances()).hasSize(1);
        assertThat(ec2.proxy.calls("CreateFleet")).hasSize(4);
    }

    @Test
    void whoMayNotLookAtTemplatesRemovesMachinesAllTheSame() {
        AwsNodes nodes = nodes();
        nodes.create(ec2.request("one"));
        ec2.proxy.refuse(
                call -> call.is("DescribeLaunchTemplates"),
                -1,
                403,
                "UnauthorizedOperation",
                "You are not authorized to perform this operation.");

        assertThat(nodes.delete(ec2.id("one"))).isEqualTo(new DeleteOutcome.Deleted());
        assertThat(nodes.holdings(ec2.cluster)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aLaunchKilledAtAnyCallAndRepeatedLeavesOneMachineAndNoTemplate(When when) {
        killedAtEachCall(when);
    }

    @ParameterizedTest
    @EnumSource
    void aLaunchKilledWhileEc2ShowsNothingNewLeavesOneMachineAndNoTemplate(When when) {
        ec2.showAfter(4);
        killedAtEachCall(when);
    }

    @ParameterizedTest
    @EnumSource
    void aFleetKilledLongBeforeEc2ShowsItsMachineLeavesOneMachineAndNoTemplate(When when) {
        int fleet = callsUpToTheFleet();
        ec2.showAfter(LONG);
        killed(fleet, when, "one");

        create(nodes(), "one", SPOT, OTHER_SPOT);

        assertThat(ec2.there("one")).hasSize(1);
        assertThat(templates()).isEmpty();
    }

    @Test
    void aLaunchThatEc2HasTakenIsFoundThoughTheNextOneAsksForLess() {
        int fleet = callsUpToTheFleet();
        AwsNodes nodes = nodes();
        ec2.proxy.rules().refuse("m5.large in " + ZONE_A, "InsufficientInstanceCapacity");
        isMade(create(nodes, "other", SPOT, OTHER_SPOT), OTHER_SPOT, SPOT);
        ec2.showAfter(LONG);
        killed(fleet, When.AFTER, "one");

        isMade(create(nodes, "one", SPOT, OTHER_SPOT), OTHER_SPOT, SPOT);

        assertThat(ec2.there("one")).hasSize(1);
        assertThat(templates()).isEmpty();
    }

    @Test
    void aLaunchThatEc2HasTakenAndHadNothingForIsMadeAnewInTheEnd() {
        int fleet = callsUpToTheFleet();
        ec2.proxy.rules().refuse("m5.large in " + ZONE_A, "InsufficientInstanceCapacity");
        ec2.proxy.rules().refuse("m5a.large in " + ZONE_B, "InsufficientInstanceCapacity");
        killed(fleet, When.AFTER, "one");
        assertThat(templates()).hasSize(1);

        isMade(
                create(nodes(), "one", SPOT, OTHER_SPOT, LASTING_ARM),
                LASTING_ARM,
                SPOT,
                OTHER_SPOT);

        assertThat(ec2.there("one")).hasSize(1);
        assertThat(templates()).isEmpty();
    }

    @Test
    void aLaunchWhoseAnswerIsLostAndWhoseRepetitionIsThrottledIsFoundByTheNext() {
        ec2.showAfter(LONG);
        ec2.proxy.cut(FLEET, 1, When.AFTER);
        ec2.proxy.refuse(FLEET, -1, 503, "RequestLimitExceeded", "Request limit exceeded.");
        assertThat(create(nodes(), "one", SPOT, OTHER_SPOT))
                .isInstanceOf(CreateOutcome.Throttled.class);
        assertThat(templates()).hasSize(1);
        ec2.proxy.behave();

        create(nodes(), "one", SPOT, OTHER_SPOT);

        assertThat(ec2.there("one")).hasSize(1);
        assertThat(templates()).isEmpty();
    }

    @Test
    void aRemovalWaitsForTheMachineOfALaunchThatWasKilledBeforeItWasShown() {
        int fleet = callsUpToTheFleet();
        ec2.showAfter(20);
        killed(fleet, When.AFTER, "one");
        assertThat(ec2.there("one")).hasSize(1);

        assertThat(nodes().delete(ec2.id("one"))).isEqualTo(new DeleteOutcome.Deleted());

        assertThat(ec2.there("one")).isEmpty();
        assertThat(templates()).isEmpty();
    }

    private int callsUpToTheFleet() {
        int before = ec2.proxy.calls().size();
        create(nodes(), "measured", SPOT, OTHER_SPOT);
        return ec2.proxy.calls().stream()
                .skip(before)
                .map(ApiCall::action)
                .toList()
                .indexOf("CreateFleet");
    }

    private void killedAtEachCall(When when) {
        int before = ec2.proxy.calls().size();
        create(nodes(), "measured", SPOT, OTHER_SPOT);
        int calls = ec2.proxy.calls().size() - before;
        assertThat(calls).isGreaterThan(5);

        for (int call = 0; call < calls; call++) {
            String machine = "m" + call;
            killed(call, when, machine);

            assertThat(nodes().create(choosing(machine, "two", SPOT, OTHER_SPOT)))
                    .isInstanceOfAny(CreateOutcome.Created.class, CreateOutcome.AlreadyThere.class);
            assertThat(ec2.there(machine)).as("killed at call %d", call).hasSize(1);
            assertThat(templates()).as("killed at call %d", call).isEmpty();
        }
    }

    private void killed(int call, When when, String machine) {
        ec2.proxy.killClientAt(call, when);
        try {
            create(nodes(), machine, SPOT, OTHER_SPOT);
        } catch (ProviderFailure _) {
            assertThat(Thread.interrupted()).isTrue();
        }
        ec2.proxy.behave();
    }

    @Test
    void aTemplateThatAKilledLaunchLeftGoesWithItsMachineAndIsFoundByALookForOrphans() {
        create(nodes(), "measured", SPOT, OTHER_SPOT);
        int fleet = ec2.proxy.calls().stream().map(ApiCall::action).toList().indexOf("CreateFleet");
        killed(fleet, When.BEFORE, "one");
        killed(fleet, When.BEFORE, "two");
        assertThat(templates()).hasSize(2);

        AwsNodes nodes = nodes();
        assertThat(nodes.delete(ec2.id("one"))).isEqualTo(new DeleteOutcome.Deleted());
        List<Holding> left =
                nodes.holdings(ec2.cluster).stream()
                        .filter(it -> it.kind().equals(Templates.KIND))
                        .toList();
        assertThat(left)
                .singleElement()
                .satisfies(it -> assertThat(it.of()).isEqualTo(ec2.id("two")));
        assertThat(nodes.release(left.getFirst())).isTrue();
        assertThat(templates()).isEmpty();
    }
}
