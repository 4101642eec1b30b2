package io.mooring.nodes.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.nodes.Choice;
import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.Notice;
import io.mooring.nodes.ProviderFailure;
import io.mooring.nodes.aws.testkit.ApiCall;
import io.mooring.nodes.testkit.When;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AwsLaunchTest {

    private static final Predicate<ApiCall> LAUNCH = call -> call.is("RunInstances");
    private static final String SOLD_OUT = "We currently do not have sufficient capacity";

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

    @Test
    void aLaunchSaysEverythingThatTheSettingsSay() {
        List<String> subnets = subnets();
        String group = group();
        made(
                "instanceTypes", List.of("t3.small"),
                "subnets", subnets.subList(0, 1),
                "securityGroups", List.of(group),
                "keyName", "ops",
                "capacityTypes", List.of("spot"),
                "spotMaxPrice", "0.02",
                "placement", Map.of("group", "near", "partition", 2, "tenancy", "dedicated"),
                "rootVolume", Map.of("sizeGiB", 40, "iops", 4000, "throughput", 200),
                "volumes", List.of(Map.of("device", "/dev/sdf", "sizeGiB", 100, "type", "st1")),
                "metadataHopLimit", 2,
                "tags", Map.of("team", "shop"));

        Map<String, String> sent = launch().parameters();

        assertThat(sent)
                .containsEntry("InstanceType", "t3.small")
                .containsEntry("SubnetId", subnets.getFirst())
                .containsEntry("SecurityGroupId.1", group)
                .containsEntry("KeyName", "ops")
                .containsEntry("InstanceMarketOptions.MarketType", "spot")
                .containsEntry("InstanceMarketOptions.SpotOptions.MaxPrice", "0.02")
                .containsEntry("Placement.GroupName", "near")
                .containsEntry("Placement.PartitionNumber", "2")
                .containsEntry("Placement.Tenancy", "dedicated")
                .containsEntry("MetadataOptions.HttpTokens", "required")
                .containsEntry("MetadataOptions.HttpPutResponseHopLimit", "2")
                .containsEntry("BlockDeviceMapping.1.Ebs.VolumeSize", "40")
                .containsEntry("BlockDeviceMapping.1.Ebs.Iops", "4000")
                .containsEntry("BlockDeviceMapping.1.Ebs.Throughput", "200")
                .containsEntry("BlockDeviceMapping.1.Ebs.VolumeType", "gp3")
                .containsEntry("BlockDeviceMapping.1.Ebs.Encrypted", "true")
                .containsEntry("BlockDeviceMapping.1.Ebs.DeleteOnTermination", "true")
                .containsEntry("BlockDeviceMapping.1.DeviceName", "/dev/xvda")
                .containsEntry("BlockDeviceMapping.2.DeviceName", "/dev/sdf")
                .containsEntry("BlockDeviceMapping.2.Ebs.VolumeType", "st1");
    }

    @Test
    void everythingThatIsMadeCarriesTheMarkFromTheCallThatMakesItOn() {
        made("tags", Map.of("team", "shop", "Name", "my own"));

        for (int specification = 1; specification <= 3; specification++) {
            assertThat(launch().tag(specification, "mooring:owner")).contains(Ec2.OWNER.uid());
            assertThat(launch().tag(specification, "mooring:cluster")).contains(ec2.cluster);
            assertThat(launch().tag(specification, "mooring:machine")).contains("one");
            assertThat(launch().tag(specification, "mooring:manager")).contains("mooring");
            assertThat(launch().tag(specification, "team")).contains("shop");
            assertThat(launch().tag(specification, "Name")).contains("my own");
        }
        assertThat(ec2.proxy.calls()).noneMatch(call -> call.is("CreateTags"));
    }

    @Test
    void aPublicAddressIsAskedForOnTheInterface() {
        String subnet = subnets().getFirst();
        made("publicIp", true, "subnets", List.of(subnet), "securityGroups", List.of(group()));

        assertThat(launch().parameters())
                .containsEntry("NetworkInterface.1.AssociatePublicIpAddress", "true")
                .containsEntry("NetworkInterface.1.SubnetId", subnet)
                .containsKey("NetworkInterface.1.SecurityGroupId.1")
                .doesNotContainKeys("SubnetId", "SecurityGroupId.1");
    }

    @Test
    void aReservationIsNamed() {
        made("capacityReservation", "cr-0123456789abcdef0");

        assertThat(launch().parameters())
                .containsEntry(
                        "CapacityReservationSpecification.CapacityReservationTarget.CapacityReservationId",
                        "cr-0123456789abcdef0");
    }

    @Test
    void userDataOverTheLimitIsCompressed() throws IOException {
        String large = "#cloud-config\n" + "# the same line again\n".repeat(2000);

        ec2.open().create(ec2.request("one", large));

        byte[] sent = Base64.getDecoder().decode(launch().parameter("UserData").orElseThrow());
        assertThat(sent.length).isLessThan(UserDataField.LIMIT_BYTES);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes())
                .asString()
                .isEqualTo(large);
    }

    @Test
    void userDataUnderTheLimitArrivesAsItIs() {
        String text = "#cloud-config\n# größer\n";
        ec2.open().create(ec2.request("one", text));

        String instance = ec2.instances().getFirst().instanceId();
        String stored =
                ec2.client
                        .describeInstanceAttribute(
                                it -> it.instanceId(instance).attribute("userData"))
                        .userData()
                        .value();
        assertThat(
                        new String(
                                Base64.getDecoder().decode(stored),
                                java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @Test
    void userDataThatIsTooLargeEvenCompressedIsRefusedBeforeAnyLaunch() {
        byte[] noise = new byte[21_000];
        new Random(1).nextBytes(noise);

        CreateOutcome outcome =
                ec2.open().create(ec2.request("one", Base64.getEncoder().encodeToString(noise)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        BadConfiguration.class,
                        bad -> {
                            assertThat(bad.field()).isEqualTo("userData");
                            assertThat(bad.reason())
                                    .startsWith("is 28000 bytes, and ")
                                    .contains("EC2 takes 16384");
                        });
        assertThat(ec2.proxy.calls("RunInstances")).isEmpty();
    }

    @Test
    void whereOneZoneIsSoldOutTheNextIsTakenAndTheFirstIsLeftAloneForAWhile() {
        List<String> subnets = subnets();
        AwsNodes nodes = ec2.open("subnets", subnets);
        ec2.proxy.refuse(in(subnets.get(0)), 1, 500, "InsufficientInstanceCapacity", SOLD_OUT);

        assertThat(nodes.create(ec2.request("a-0"))).isInstanceOf(CreateOutcome.Created.class);
        assertThat(subnetsTried()).containsExactly(subnets.get(0), subnets.get(1));
        nodes.create(ec2.request("b-0"));
        assertThat(subnetsTried()).endsWith(subnets.get(1)).hasSize(3);
        ec2.time.pass(Duration.ofMinutes(4));
        nodes.create(ec2.request("c-0"));
        assertThat(subnetsTried()).endsWith(subnets.get(0)).hasSize(4);
    }

    @Test
    void machinesOfAPoolAreSpreadOverTheSubnets() {
        List<String> subnets = subnets();
        AwsNodes nodes = ec2.open("subnets", subnets);

        for (int i = 0; i < 3; i++) {
            nodes.create(ec2.request("web-" + i));
        }

        assertThat(subnetsTried()).containsExactlyElementsOf(subnets);
    }

    @Test
    void aMachineCostsThreeCallsBesidesWhatAPoolLooksUpOnce() {
        AwsNodes nodes = ec2.open();
        nodes.create(ec2.request("web-0"));
        int before = ec2.proxy.calls().size();

        for (int i = 1; i <= 5; i++) {
            nodes.create(ec2.request("web-" + i));
        }

        assertThat(ec2.proxy.calls().size() - before).isEqualTo(15);
    }

    @Test
    void whereNothingIsToBeHadEveryOfferIsNamedWithItsReason() {
        AwsNodes nodes =
                ec2.open(
                        "instanceTypes", List.of("m5.large", "m5a.large"),
                        "capacityTypes", List.of("spot", "on-demand"),
                        "subnets", subnets().subList(0, 1));
        ec2.proxy.refuse(LAUNCH, 3, 500, "InsufficientInstanceCapacity", SOLD_OUT);
        ec2.proxy.refuse(LAUNCH, 1, 400, "VcpuLimitExceeded", "You have requested more vCPU");

        CreateOutcome outcome = nodes.create(ec2.request("one"));

        assertThat(outcome)
                .isEqualTo(
                        new CreateOutcome.NoCapacity(
                                "m5.large spot in eu-central-1a: %1$s (InsufficientInstanceCapacity); m5a.large spot in eu-central-1a: %1$s (InsufficientInstanceCapacity); m5.large on demand in eu-central-1a: %1$s (InsufficientInstanceCapacity); m5a.large on demand in eu-central-1a: You have requested more vCPU (VcpuLimitExceeded)"
                                        .formatted(SOLD_OUT)));
        assertThat(ec2.instances()).isEmpty();
        assertThat(nodes.machineTypes())
                .flatExtracting(MachineType::offerings)
                .filteredOn(it -> it.zone().equals("eu-central-1a"))
                .isNotEmpty()
                .allMatch(it -> !it.available());
        assertThat(nodes.create(ec2.request("one"))).isInstanceOf(CreateOutcome.NoCapacity.class);
        assertThat(ec2.proxy.calls("RunInstances")).hasSize(4);
    }

    @Test
    void aThrottledCallIsMadeAgainMoreSlowlyAndThenGivenBackToTheCaller() {
        ec2.proxy.refuse(LAUNCH, 3, 503, "RequestLimitExceeded", "Request limit exceeded.");
        assertThat(ec2.open().create(ec2.request("one"))).isInstanceOf(CreateOutcome.Created.class);
        assertThat(ec2.time.waited()).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(20));

        ec2.proxy.refuse(_ -> true, 100, 503, "RequestLimitExceeded", "Request limit exceeded.");
        assertThat(ec2.open().create(ec2.request("two")))
                .isEqualTo(new CreateOutcome.Throttled(Duration.ofSeconds(10)));
        assertThat(ec2.open().delete(ec2.id("one")))
                .isInstanceOf(io.mooring.nodes.DeleteOutcome.Throttled.class);
        assertThatThrownBy(() -> ec2.open().list(ec2.cluster))
                .isInstanceOf(ProviderFailure.class)
                .hasMessage(
                        "listing the machines of %s: Request limit exceeded. (RequestLimitExceeded)"
                                .formatted(ec2.cluster));
    }

    @Test
    void whereNobodyAnswersTheCreationTimesOut() {
        ec2.proxy.cut(_ -> true, 1000, When.BEFORE);

        assertThat(ec2.open().create(ec2.request("one")))
                .isInstanceOfSatisfying(
                        CreateOutcome.TimedOut.class,
                        it -> {
                            assertThat(it.waitingFor()).startsWith("EC2 (no answer from AWS: ");
                            assertThat(it.after()).isPositive();
                        });
    }

    @ParameterizedTest(name = "{0} -> {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    InvalidKeyPair.NotFound       | 400 | The key pair 'ops' does not exist                                       | keyName
                    InvalidParameterValue         | 400 | Value (web) for parameter iamInstanceProfile.name is invalid.           | instanceProfile
                    InvalidPlacementGroup.Unknown | 400 | The Placement Group 'near' is unknown.                                  | placement.group
                    InvalidParameterValue         | 400 | User data is limited to 16384 bytes                                     | userData
                    UnauthorizedOperation         | 403 | You are not authorized to perform this operation.                       | credentials
                    OptInRequired                 | 403 | You are not subscribed to this service.                                 | credentials
                    InvalidBlockDeviceMapping     | 400 | Volume of size 4GB is smaller than snapshot                             | volumes
                    UnsupportedOperation          | 400 | This is not possible                                                    | ''
                    """)
    void whatEc2RefusesIsToldOfTheSettingToChange(
            String code, int status, String message, String field) {
        ec2.proxy.refuse(LAUNCH, 1, status, code, message);

        assertThat(ec2.open().create(ec2.request("one")))
                .isEqualTo(new BadConfiguration(field, message.strip() + " (" + code + ")"));
        assertThat(ec2.proxy.calls("RunInstances")).hasSize(1);
    }

    /// HttpURLConnection hides the body of an answer with status 401, and with it the code.
    @Test
    void credentialsThatAwsDoesNotKnowAreToldOf() {
        ec2.proxy.refuse(LAUNCH, 1, 401, "AuthFailure", "AWS was not able to validate them");

        assertThat(ec2.open().create(ec2.request("one")))
                .isEqualTo(
                        new BadConfiguration(
                                "credentials", "AWS does not accept the credentials (status 401)"));
    }

    @Test
    void theNewestImageOfThoseOwnersIsTaken() {
        made();

        assertThat(launch().parameter("ImageId")).contains("ami-0a000000000000002");
    }

    @Test
    void whatDoesNotExistIsToldOfItsPlaceInTheSettings() {
        String none = "0123456789abcdef0";

        assertThat(field("subnets", List.of("subnet-" + none))).isEqualTo("subnets[0]");
        assertThat(field("securityGroups", List.of(group(), "sg-" + none)))
                .isEqualTo("securityGroups[1]");
        assertThat(field("instanceTypes", List.of("m5.large", "zz.large")))
                .isEqualTo("instanceTypes[1]");
        assertThat(field("image", Map.of("id", "ami-" + none))).isEqualTo("image.id");
        assertThat(field("image", Map.of("name", "no such", "owners", List.of("self"))))
                .isEqualTo("image.name");
        assertThat(field("image", Map.of("ssmParameter", "/no/such")))
                .isEqualTo("image.ssmParameter");
        assertThat(field("subnetTags", Map.of("no", "such"))).isEqualTo("subnetTags");
        assertThat(field("instanceProfile", "nobody")).isEqualTo("instanceProfile");
        assertThat(field("profile", "no-such-profile")).isEqualTo("profile");
        assertThat(ec2.instances()).isEmpty();
    }

    @Test
    void imagesForArchivesAreRefused() {
        var request =
                new MachineRequest(
                        ec2.id("one"),
                        ec2.request("one").userData(),
                        List.of(Path.of("/demo.tar")));

        assertThat(ec2.open().create(request))
                .isEqualTo(new BadConfiguration("images", "cannot be laid into machines of EC2"));
    }

    @Test
    void theImageFitsTheProcessor() {
        made("instanceTypes", List.of("m6g.large"));
        String arm = launch().parameter("ImageId").orElseThrow();
        assertThat(architecture(arm)).isEqualTo("arm64");

        CreateOutcome wrong = ec2.open("image", Map.of("id", arm)).create(ec2.request("two"));

        assertThat(wrong)
                .isEqualTo(
                        new BadConfiguration(
                                "image.id",
                                "means image %s, which is for arm64; instance type m5.large is x86_64"
                                        .formatted(arm)));
    }

    @Test
    void anImageIsFoundByAParameterOfTheSystemsManager() {
        made(
                "image",
                Map.of(
                        "ssmParameter",
                        "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{arch}"));

        assertThat(launch().parameter("ImageId").orElseThrow()).startsWith("ami-");
        assertThat(ec2.proxy.calls("GetParameter"))
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains("kernel-default-x86_64"));
    }

    @Test
    void typesHaveZonesAndPrices() {
        ec2.proxy.rules().price("m5.large", 0.115);
        List<MachineType> types =
                ec2.open(
                                "instanceTypes", List.of("m5.large", "m6g.large", "g5.xlarge"),
                                "capacityTypes", List.of("on-demand", "spot"))
                        .machineTypes();

        assertThat(types)
                .extracting(MachineType::name, MachineType::architecture, MachineType::accelerators)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("m5.large", "amd64", 0),
                        org.assertj.core.groups.Tuple.tuple("m6g.large", "arm64", 0),
                        org.assertj.core.groups.Tuple.tuple("g5.xlarge", "amd64", 1));
        assertThat(types.getFirst().memoryMebibytes()).isEqualTo(8192);
        assertThat(types.getFirst().offerings())
                .filteredOn(it -> it.capacity() == Capacity.ON_DEMAND)
                .hasSize(3)
                .allSatisfy(it -> assertThat(it.usdPerHour()).hasValue(0.115));
        assertThat(types.getFirst().offerings())
                .filteredOn(it -> it.capacity() == Capacity.SPOT)
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.usdPerHour()).isPresent());
        assertThat(types.get(1).offerings().getFirst().usdPerHour()).isEmpty();
    }

    @Test
    void onlyWhatTheSettingsAllowIsOnOffer() {
        List<String> subnets = subnets().subList(1, 2);

        List<MachineType> types =
                ec2.open("subnets", subnets, "capacityTypes", List.of("spot")).machineTypes();

        assertThat(types.getFirst().offerings())
                .extracting(MachineType.Offering::zone, MachineType.Offering::capacity)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("eu-central-1b", Capacity.SPOT));
    }

    @Test
    void choicesAreTriedInTheirOrderAndWhatIsRefusedIsNotAskedForAgainForAWhile() {
        AwsNodes nodes =
                ec2.open(
                        "instanceTypes", List.of("m5.large", "m5a.large"),
                        "capacityTypes", List.of("on-demand", "spot"));
        var first = new Choice("m5a.large", "eu-central-1b", Capacity.SPOT);
        var second = new Choice("m5.large", "eu-central-1c", Capacity.ON_DEMAND);
        ec2.proxy.rules().refuse("m5a.large in eu-central-1b", "InsufficientInstanceCapacity");

        assertThat(nodes.create(choosing("one", first, second)))
                .isInstanceOfSatisfying(
                        CreateOutcome.Created.class,
                        it -> assertThat(it.machine().choice()).isEqualTo(second));
        assertThat(nodes.create(choosing("two", first)))
                .isInstanceOf(CreateOutcome.NoCapacity.class);
        ec2.time.pass(Duration.ofMinutes(4));
        assertThat(nodes.create(choosing("two", first, second)))
                .isInstanceOfSatisfying(
                        CreateOutcome.Created.class,
                        it -> assertThat(it.machine().choice()).isEqualTo(second));

        assertThat(ec2.proxy.calls("CreateFleet"))
                .extracting(call ->
                        call.parameter("LaunchTemplateConfigs.1.Overrides.1.AvailabilityZone")
                                .orElse(""))
                .containsExactly(
                        "eu-central-1b", "eu-central-1c", "eu-central-1b", "eu-central-1c");
    }

    @Test
    void aSpotInstanceThatEc2TakesAwayIsToldWithItsDeadline() {
        AwsNodes nodes = ec2.open("capacityTypes", List.of("spot"));
        nodes.create(ec2.request("one"));
        nodes.create(ec2.request("two"));
        assertThat(nodes.notices(ec2.cluster, Set.of("one", "two"))).isEmpty();

        Instant decided = Instant.parse("2026-11-22T12:00:00Z");
        ec2.proxy.rules().interrupt(instance("one"), decided);

        assertThat(nodes.notices(ec2.cluster, Set.of("one", "two")))
                .containsExactly(
                        new Notice(
                                ec2.id("one"),
                                decided.plusSeconds(120),
                                "spot interruption: Your Spot instance is marked for termination. (marked-for-termination)"));
        assertThat(nodes.notices(ec2.cluster, Set.of("two"))).isEmpty();
        assertThat(nodes.notices("other", Set.of("one"))).isEmpty();
    }

    private String instance(String machine) {
        return ec2.instances().stream()
                .filter(it -> Tags.value(it.tags(), "mooring:machine").equals(machine))
                .findFirst()
                .orElseThrow()
                .instanceId();
    }

    @Test
    void whatEc2PlansToRetireOrStopIsToldWithItsTimeAndRebootsAreNot() {
        AwsNodes nodes = ec2.open();
        List.of("one", "two", "three", "four").forEach(it -> nodes.create(ec2.request(it)));
        Instant then = Instant.parse("2026-12-01T06:00:00Z");
        String decaying = "The instance is running on degraded hardware";
        ec2.proxy.rules().schedule(instance("one"), "instance-retirement", decaying, then);
        ec2.proxy
                .rules()
                .schedule(instance("two"), "instance-stop", "[Completed] " + decaying, then);
        ec2.proxy.rules().schedule(instance("three"), "instance-reboot", "A reboot", then);

        assertThat(nodes.notices(ec2.cluster, Set.of("one", "two", "three", "four")))
                .containsExactly(
                        new Notice(
                                ec2.id("one"),
                                then,
                                "scheduled event: The instance is running on degraded hardware (instance-retirement)"));
    }

    @Test
    void whoMayNotAskForPlansIsStillToldOfInterruptions() {
        AwsNodes nodes = ec2.open("capacityTypes", List.of("spot"));
        nodes.create(ec2.request("one"));
        ec2.proxy.refuse(
                it -> it.action().equals("DescribeInstanceStatus"),
                -1,
                403,
                "UnauthorizedOperation",
                "You are not authorized to perform this operation.");
        assertThatThrownBy(() -> nodes.notices(ec2.cluster, Set.of("one")))
                .isInstanceOf(ProviderFailure.class)
                .hasMessageContaining("asking what EC2 plans for machines of " + ec2.cluster);

        ec2.proxy.rules().interrupt(instance("one"), Instant.parse("2026-11-22T12:00:00Z"));

        assertThat(nodes.notices(ec2.cluster, Set.of("one"))).hasSize(1);
    }

    @Test
    void whereNothingIsSpotNobodyIsAskedForInterruptions() {
        AwsNodes nodes = ec2.open();
        nodes.create(ec2.request("one"));

        assertThat(nodes.notices(ec2.cluster, Set.of("one"))).isEmpty();
        assertThat(ec2.proxy.calls("DescribeSpotInstanceRequests")).isEmpty();
    }

    private MachineRequest choosing(String machine, Choice... choices) {
        MachineRequest any = ec2.request(machine);
        return new MachineRequest(any.id(), any.userData(), any.images(), List.of(choices));
    }

    @Test
    void whatWouldNowBeMadeOtherwiseIsDrift() {
        made("tags", Map.of("team", "shop"));
        Machine machine = ec2.open().list(ec2.cluster).getFirst();

        var drifts =
                ec2.open(
                                "instanceTypes", List.of("m5.large"),
                                "image",
                                        Map.of(
                                                "ssmParameter",
                                                "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"),
                                "tags", Map.of("team", "web"))
                        .drift(machine.id());

        assertThat(drifts)
                .extracting(io.mooring.nodes.Drift::field)
                .containsExactly("image", "tags.team");
        assertThat(drifts.get(1)).hasToString("tags.team: shop instead of web");
        assertThat(ec2.open("instanceTypes", List.of("m5a.large")).drift(machine.id()))
                .extracting(Object::toString)
                .containsExactly("instanceTypes: m5.large instead of [m5a.large]");
    }

    @Test
    void aSpotInstanceThatEc2TakesBackIsDriftFromItsNoticeOnUntilItIsMadeAgain() {
        AwsNodes nodes = ec2.open("capacityTypes", List.of("spot"));
        nodes.create(ec2.request("one"));
        String instance = ec2.instances().getFirst().instanceId();
        assertThat(nodes.drift(ec2.id("one"))).isEmpty();

        ec2.proxy.rules().interrupt(instance, Instant.now());
        assertThat(nodes.drift(ec2.id("one")))
                .extracting(Object::toString)
                .containsExactly(
                        "state: about to be taken back by its provider (Your Spot instance is marked for termination. (marked-for-termination)) instead of running");
        nodes.delete(ec2.id("one"));
        ec2.proxy.rules().takeBack(instance);

        assertThat(nodes.get(ec2.id("one"))).isEqualTo(new Lookup.NotFound());
        assertThat(nodes.drift(ec2.id("one")))
                .extracting(Object::toString)
                .containsExactly(
                        "state: taken back by its provider (Server.SpotInstanceTermination: Spot instance termination (Server.SpotInstanceTermination)) instead of running");
        assertThat(nodes.create(ec2.request("one"))).isInstanceOf(CreateOutcome.Created.class);
        assertThat(nodes.drift(ec2.id("one"))).isEmpty();
    }

    private String field(Object... changes) {
        return ec2.open(changes).create(ec2.request("one")) instanceof BadConfiguration bad
                ? bad.field()
                : "made";
    }

    private void made(Object... changes) {
        assertThat(ec2.open(changes).create(ec2.request("one")))
                .isInstanceOf(CreateOutcome.Created.class);
    }

    private ApiCall launch() {
        return ec2.proxy.calls("RunInstances").getLast();
    }

    private static Predicate<ApiCall> in(String subnet) {
        return call ->
                call.is("RunInstances")
                        && call.parameter("SubnetId").equals(java.util.Optional.of(subnet));
    }

    private List<String> subnetsTried() {
        return ec2.proxy.calls("RunInstances").stream()
                .map(call -> call.parameter("SubnetId").orElseThrow())
                .toList();
    }

    private List<String> subnets() {
        return ec2.client.describeSubnets().subnets().stream()
                .sorted(java.util.Comparator.comparing(it -> it.availabilityZone()))
                .map(it -> it.subnetId())
                .toList();
    }

    private String group() {
        return ec2.client.describeSecurityGroups().securityGroups().getFirst().groupId();
    }

    private String architecture(String image) {
        return ec2.client
                .describeImages(it -> it.imageIds(image))
                .images()
                .getFirst()
                .architectureAsString();
    }
}
