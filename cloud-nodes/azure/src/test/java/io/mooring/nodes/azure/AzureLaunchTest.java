package io.mooring.nodes.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Drift;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.MachineType;
import io.mooring.nodes.MachineType.Capacity;
import io.mooring.nodes.Notice;
import io.mooring.nodes.azure.testkit.ArmCall;
import io.mooring.nodes.testkit.When;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class AzureLaunchTest {

    private static final Predicate<ArmCall> LAUNCH = call -> call.is("PUT", "virtualMachines");
    private static final Predicate<ArmCall> POLL = call -> call.is("GET", "locations");
    private static final String SOLD_OUT = "Allocation failed. We do not have sufficient capacity";

    private Arm arm;

    @BeforeEach
    void open() {
        arm = new Arm();
    }

    @AfterEach
    void close() {
        arm.close();
    }

    @Test
    void aLaunchSaysEverythingThatTheSettingsSay() {
        String identity = Arm.GROUP + "Microsoft.ManagedIdentity/userAssignedIdentities/nodes";
        String near = Arm.GROUP + "Microsoft.Compute/proximityPlacementGroups/near";
        String set = Arm.GROUP + "Microsoft.Compute/diskEncryptionSets/keys";
        String rules = Arm.GROUP + "Microsoft.Network/networkSecurityGroups/nodes";
        made(
                "zones",
                List.of("2"),
                "networkSecurityGroup",
                rules,
                "acceleratedNetworking",
                true,
                "adminUsername",
                "ops",
                "identities",
                List.of(identity),
                "capacityTypes",
                List.of("spot"),
                "spotMaxPrice",
                "0.02",
                "evictionPolicy",
                "deallocate",
                "proximityPlacementGroup",
                near,
                "encryptionAtHost",
                true,
                "osDisk",
                Map.of("sizeGiB", 64, "type", "Premium_LRS", "encryptionSet", set),
                "image",
                Map.of(
                        "publisher", "kinvolk",
                        "offer", "flatcar",
                        "sku", "stable",
                        "version", "4230.2.0",
                        "plan",
                                Map.of(
                                        "name", "stable",
                                        "product", "flatcar",
                                        "publisher", "kinvolk")));

        JsonNode sent = arm.launch();
        assertThat(sent.at("/zones/0").asString()).isEqualTo("2");
        assertThat(sent.at("/identity/userAssignedIdentities").has(identity)).isTrue();
        assertThat(sent.at("/plan/product").asString()).isEqualTo("flatcar");
        JsonNode properties = sent.path("properties");
        assertThat(properties.at("/hardwareProfile/vmSize").asString())
                .isEqualTo("Standard_D4s_v5");
        assertThat(properties.at("/storageProfile/imageReference/version").asString())
                .isEqualTo("4230.2.0");
        assertThat(properties.at("/storageProfile/osDisk/diskSizeGB").asInt()).isEqualTo(64);
        assertThat(properties.at("/storageProfile/osDisk/deleteOption").asString())
                .isEqualTo("Delete");
        assertThat(
                        properties
                                .at("/storageProfile/osDisk/managedDisk/storageAccountType")
                                .asString())
                .isEqualTo("Premium_LRS");
        assertThat(
                        properties
                                .at("/storageProfile/osDisk/managedDisk/diskEncryptionSet/id")
                                .asString())
                .isEqualTo(set);
        assertThat(properties.path("priority").asString()).isEqualTo("Spot");
        assertThat(properties.path("evictionPolicy").asString()).isEqualTo("Deallocate");
        assertThat(properties.at("/billingProfile/maxPrice").asDouble()).isEqualTo(0.02);
        assertThat(properties.at("/proximityPlacementGroup/id").asString()).isEqualTo(near);
        assertThat(properties.at("/securityProfile/encryptionAtHost").asBoolean()).isTrue();
        assertThat(
                        properties
                                .at("/osProfile/linuxConfiguration/ssh/publicKeys/0/keyData")
                                .asString())
                .isEqualTo(Arm.KEY);
        assertThat(
                        properties
                                .at("/networkProfile/networkInterfaces/0/properties/deleteOption")
                                .asString())
                .isEqualTo("Delete");
        JsonNode card = arm.server.calls("PUT", "networkInterfaces").getLast().body();
        assertThat(card.at("/properties/networkSecurityGroup/id").asString()).isEqualTo(rules);
        assertThat(card.at("/properties/enableAcceleratedNetworking").asBoolean()).isTrue();
        assertThat(card.at("/properties/ipConfigurations/0/properties/subnet/id").asString())
                .isEqualTo(Arm.SUBNET);
    }

    @Test
    void everyPartCarriesTheMarkFromTheCallThatMakesItOn() {
        made("tags", Map.of("team", "shop"));

        for (String type : arm.whole()) {
            assertThat(arm.rules().tags(type, arm.rules().names(type).getFirst()))
                    .containsEntry("mooring:owner", Arm.OWNER.uid())
                    .containsEntry("mooring:cluster", arm.cluster)
                    .containsEntry("mooring:machine", "one")
                    .containsEntry("mooring:manager", "mooring")
                    .containsKey("mooring:made")
                    .containsEntry("team", "shop");
        }
        assertThat(arm.server.calls()).noneMatch(call -> call.method().equals("PATCH"));
    }

    @Test
    void aMachineNobodyLogsInToHasAKeyOfItsOwn() {
        made("sshPublicKey", "");

        String key = key();
        assertThat(key).startsWith("ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB");
        assertThat(Base64.getDecoder().decode(key.split(" ")[1])).hasSize(4 + 7 + 4 + 3 + 4 + 257);
    }

    private String key() {
        return arm.launch()
                .at("/properties/osProfile/linuxConfiguration/ssh/publicKeys/0/keyData")
                .asString();
    }

    @Test
    void userDataOverTheLimitIsCompressedOrToldByField() {
        String repeating = "#cloud-config\n" + "# the same line again\n".repeat(10_000);
        assertThat(arm.open().create(arm.request("one", repeating)))
                .isInstanceOf(CreateOutcome.Created.class);
        byte[] sent =
                Base64.getDecoder()
                        .decode(arm.launch().at("/properties/osProfile/customData").asString());
        assertThat(sent).hasSizeLessThan(5_000).startsWith(0x1f, 0x8b);

        var random = new Random(1);
        var noise = new StringBuilder("#cloud-config\n");
        random.ints(140_000, 'a', 'z').forEach(it -> noise.append((char) it));

        assertThat(arm.open().create(arm.request("two", noise.toString())))
                .isInstanceOfSatisfying(
                        BadConfiguration.class,
                        it -> {
                            assertThat(it.field()).isEqualTo("userData");
                            assertThat(it.reason())
                                    .startsWith("is 140014 bytes, and ")
                                    .contains("Azure takes 65535");
                        });
        assertThat(arm.there("two")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ZonalAllocationFailed, Allocation failed.",
        "AllocationFailed, Allocation failed.",
        "OverconstrainedZonalAllocationRequest, Allocation failed.",
        "SkuNotAvailable, The requested VM size is currently not available in location.",
        "QuotaExceeded, Operation could not be completed as it results in exceeding quota.",
        "OperationNotAllowed, Operation results in exceeding approved Total Regional Cores quota."
    })
    void aZoneWithoutCapacityIsPassedOverWhetherItSaysSoAtOnceOrLater(String code, String message) {
        arm.rules().failCreation(in("1"), 1, code, message);
        arm.server.refuse(in("2"), 1, 409, code, message);

        CreateOutcome outcome =
                arm.open("zones", List.of("1", "2", "3")).create(arm.request("web-0"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CreateOutcome.Created.class,
                        it -> assertThat(it.machine().zone()).isEqualTo("westeurope-3"));
        assertThat(arm.there("web-0")).isEqualTo(arm.whole());
    }

    @Test
    void aCreationThatIsAcceptedAndFailsWithStatus200FailedAndLeavesNothing() {
        arm.rules().failCreation(LAUNCH, 1, "AllocationFailed", SOLD_OUT);

        CreateOutcome outcome = arm.open().create(arm.request("one"));

        assertThat(outcome)
                .isEqualTo(
                        new CreateOutcome.NoCapacity(
                                "Standard_D4s_v5 on demand in any zone: "
                                        + SOLD_OUT
                                        + " (AllocationFailed)"));
        assertThat(arm.there("one")).isEmpty();
    }

    @Test
    void whyACreationFailedIsAskedOfTheMachineWhereTheOperationDoesNotSay() {
        arm.rules().failCreation(LAUNCH, 1, "ZonalAllocationFailed", SOLD_OUT);
        arm.rules().silence();

        assertThat(arm.open().create(arm.request("one")))
                .isInstanceOfSatisfying(
                        CreateOutcome.NoCapacity.class,
                        it -> assertThat(it.reason()).contains("(ZonalAllocationFailed)"));
    }

    @Test
    void spotIsTriedBeforeOnDemandAndSizesInTheirOrder() {
        arm.rules().failCreation(LAUNCH, 3, "SkuNotAvailable", "Not available.");
        arm.open(
                        "vmSizes", List.of("Standard_D4s_v5", "Standard_D4as_v5"),
                        "capacityTypes", List.of("spot", "on-demand"))
                .create(arm.request("one"));

        assertThat(arm.server.calls("PUT", "virtualMachines"))
                .extracting(
                        it -> it.body().at("/properties/hardwareProfile/vmSize").asString(),
                        it -> it.body().at("/properties/priority").asString("Regular"))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Standard_D4s_v5", "Spot"),
                        org.assertj.core.groups.Tuple.tuple("Standard_D4as_v5", "Spot"),
                        org.assertj.core.groups.Tuple.tuple("Standard_D4s_v5", "Regular"),
                        org.assertj.core.groups.Tuple.tuple("Standard_D4as_v5", "Regular"));
        assertThat(arm.there("one")).isEqualTo(arm.whole());
    }

    @Test
    void whatWasSoldOutAShortTimeAgoIsNotAskedForAgain() {
        AzureNodes nodes = arm.open("zones", List.of("1", "2"));
        arm.rules().failCreation(in("1"), 1, "ZonalAllocationFailed", SOLD_OUT);
        nodes.create(arm.request("a-0"));
        nodes.create(arm.request("b-0"));
        assertThat(zonesTried()).containsExactly("1", "2", "2");

        arm.time.pass(Duration.ofMinutes(4));
        nodes.create(arm.request("c-0"));
        assertThat(zonesTried()).containsExactly("1", "2", "2", "1");
    }

    @Test
    void azureIsAskedAgainWhenItSaysAndNotBefore() {
        arm.server.throttle(LAUNCH, 2, 17);
        arm.server.throttle(POLL, 2, 11);
        arm.rules().slowness(3, 7);

        assertThat(arm.open().create(arm.request("one"))).isInstanceOf(CreateOutcome.Created.class);

        // Twice 17 and 11; and for interface and machine one before the first look and after three.
        assertThat(arm.time.waited()).isEqualTo(Duration.ofSeconds(2 * 17 + 2 * 11 + 2 * 4 * 7));
    }

    @Test
    void whoIsThrottledForLongIsToldAndFindsHisMachineLater() {
        arm.server.throttle(_ -> true, 1, 600);
        assertThat(arm.open().create(arm.request("one")))
                .isEqualTo(new CreateOutcome.Throttled(Duration.ofSeconds(600)));
        arm.server.throttle(_ -> true, 1, 600);
        assertThat(arm.open().delete(arm.id("one")))
                .isEqualTo(new DeleteOutcome.Throttled(Duration.ofSeconds(600)));
    }

    @Test
    void anInterfaceThatAzureKeepsForAFailedMachineIsWaitedFor() {
        arm.rules().reserveInterfaces(6);
        arm.rules().failCreation(LAUNCH, 1, "AllocationFailed", SOLD_OUT);

        assertThat(arm.open().create(arm.request("one")))
                .isInstanceOf(CreateOutcome.NoCapacity.class);

        assertThat(arm.there("one")).isEmpty();
        assertThat(arm.time.waited()).isGreaterThan(Duration.ofSeconds(75));
    }

    @Test
    void aFailedMachineOfAnEarlierRunIsMadeAnew() {
        arm.rules().failCreation(LAUNCH, 1, "AllocationFailed", SOLD_OUT);
        arm.server.cut(
                POLL.and(_ -> !arm.rules().names("virtualMachines").isEmpty()), -1, When.BEFORE);
        assertThat(arm.open().create(arm.request("one")))
                .isInstanceOf(CreateOutcome.TimedOut.class);
        arm.server.behave();
        assertThat(arm.there("one")).isEqualTo(arm.whole());

        assertThat(arm.open().create(arm.request("one"))).isInstanceOf(CreateOutcome.Created.class);
        assertThat(arm.there("one")).isEqualTo(arm.whole());
    }

    @Test
    void anEvictedSpotMachineIsDriftAndRunsAgainOnItsDisk() {
        AzureNodes nodes =
                arm.open("capacityTypes", List.of("spot"), "evictionPolicy", "deallocate");
        nodes.create(arm.request("one"));
        assertThat(nodes.drift(arm.id("one"))).isEmpty();
        arm.rules().evict(arm.name("one"));
        assertThat(nodes.drift(arm.id("one")))
                .extracting(Object::toString)
                .containsExactly(
                        "state: deallocated, as Azure leaves a spot machine that it takes back, instead of running");

        assertThat(nodes.create(arm.request("one"))).isInstanceOf(CreateOutcome.AlreadyThere.class);

        assertThat(arm.server.calls("POST", "virtualMachines"))
                .extracting(ArmCall::action)
                .containsExactly("start");
    }

    @Test
    void anEvictedSpotMachineThatAzureDeletedIsMadeAgain() {
        AzureNodes nodes = arm.open("capacityTypes", List.of("spot"));
        nodes.create(arm.request("one"));
        arm.rules().evict(arm.name("one"));

        assertThat(nodes.get(arm.id("one"))).isEqualTo(new Lookup.NotFound());
        assertThat(nodes.create(arm.request("one"))).isInstanceOf(CreateOutcome.Created.class);
        assertThat(arm.there("one")).isEqualTo(arm.whole());
    }

    @ParameterizedTest
    @CsvSource({"delete,being removed", "deallocate,deallocating"})
    void aSpotMachineThatAzureTakesBackIsToldAsSoonAsThatIsSeen(String policy, String state) {
        AzureNodes nodes =
                arm.open("capacityTypes", List.of("spot", "on-demand"), "evictionPolicy", policy);
        Set<String> all = Set.of("one", "two");
        all.forEach(it -> nodes.create(arm.request(it)));
        assertThat(nodes.notices(arm.cluster, all)).isEmpty();

        arm.rules().beginEviction(arm.name("one"));

        assertThat(nodes.notices(arm.cluster, all))
                .containsExactly(
                        new Notice(
                                arm.id("one"),
                                arm.time.now(),
                                "Azure takes back the spot machine: it is " + state));
        assertThat(nodes.notices(arm.cluster, Set.of("two"))).isEmpty();
    }

    @Test
    void aMachineThatIsTurnedOffIsReleasedFromItsHost() {
        AzureNodes nodes = arm.open();
        nodes.create(arm.request("one"));

        nodes.powerOff(arm.id("one"), Duration.ofMinutes(1));

        assertThat(arm.server.calls("POST", "virtualMachines"))
                .extracting(ArmCall::action)
                .containsExactly("powerOff", "deallocate");
        assertThat(arm.server.calls("POST", "virtualMachines").getFirst().query())
                .containsEntry("skipShutdown", "false");
    }

    @Test
    void theEndOfTheConsoleIsReadAndItsLackHidesNothing() {
        AzureNodes nodes = arm.open();
        assertThat(nodes.consoleTail(arm.id("one"), 2)).isEmpty();
        nodes.create(arm.request("one"));
        arm.rules().console("one", "a\nb\nc\n");

        assertThat(nodes.consoleTail(arm.id("one"), 2)).isEqualTo("b\nc");
        arm.server.refuse(_ -> true, 1, 403, "AuthorizationFailed", "no");
        assertThat(nodes.consoleTail(arm.id("one"), 2)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404 | PlatformImageNotFound | The platform image 'a:b:c:latest' is not available. | image
                    400 | InvalidParameter | The requested VM size Standard_D4s_v5 is not available in the current region. | vmSizes[0]
                    403 | AuthorizationFailed | The client does not have authorization to perform action. | credentials
                    403 | LinkedAuthorizationFailed | no permission on /subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/n | subnet
                    400 | InvalidParameter | not found /subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/images/x | image.id
                    409 | ScopeLocked | The scope is locked. | resourceGroup
                    404 | SubscriptionNotFound | The subscription could not be found. | subscription
                    400 | OSProvisioningTimedOut | OS Provisioning did not finish in the allotted time. | image
                    """)
    void whatAzureBlamesIsToldByField(int status, String code, String message, String field) {
        arm.server.refuse(LAUNCH, 1, status, code, message);

        assertThat(arm.open().create(arm.request("one")))
                .isEqualTo(new BadConfiguration(field, message + " (" + code + ")"));
        assertThat(arm.there("one")).isEmpty();
    }

    @Test
    void aSubnetAndAGroupThatAreNotThereAreTold() {
        assertThat(field("subnet", Arm.SUBNET.replace("subnets/nodes", "subnets/missing")))
                .isEqualTo("subnet");
        assertThat(field("resourceGroup", "other")).isEqualTo("resourceGroup");
        assertThat(arm.open("resourceGroup", "other").delete(arm.id("one")))
                .isEqualTo(new DeleteOutcome.NothingThere());
        assertThat(arm.open("resourceGroup", "other").list(arm.cluster)).isEmpty();
    }

    private String field(Object... changes) {
        return arm.open(changes).create(arm.request("one")) instanceof BadConfiguration bad
                ? bad.field()
                : "made";
    }

    @Test
    void sizesHaveZonesAndPrices() {
        arm.rules().price("Standard_D4s_v5", 0.23);
        List<MachineType> types =
                arm.open(
                                "vmSizes",
                                        List.of(
                                                "Standard_D4s_v5",
                                                "Standard_D4ps_v5",
                                                "Standard_NC4as_T4_v3"),
                                "zones", List.of("1", "2"),
                                "capacityTypes", List.of("on-demand", "spot"))
                        .machineTypes();

        assertThat(types)
                .extracting(MachineType::name, MachineType::architecture, MachineType::accelerators)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Standard_D4s_v5", "amd64", 0),
                        org.assertj.core.groups.Tuple.tuple("Standard_D4ps_v5", "arm64", 0),
                        org.assertj.core.groups.Tuple.tuple("Standard_NC4as_T4_v3", "amd64", 1));
        assertThat(types.getFirst().memoryMebibytes()).isEqualTo(16_384);
        assertThat(types.getFirst().offerings())
                .extracting(MachineType.Offering::zone)
                .containsExactly("westeurope-1", "westeurope-1", "westeurope-2", "westeurope-2");
        assertThat(types.getFirst().offerings())
                .filteredOn(it -> it.capacity() == Capacity.ON_DEMAND)
                .allSatisfy(it -> assertThat(it.usdPerHour()).hasValue(0.23));
        assertThat(types.getFirst().offerings())
                .filteredOn(it -> it.capacity() == Capacity.SPOT)
                .allSatisfy(it -> assertThat(it.usdPerHour()).hasValue(0.0575));
        assertThat(types.get(1).offerings().getFirst().usdPerHour()).isEmpty();
        assertThat(types.getLast().offerings())
                .extracting(MachineType.Offering::available)
                .containsExactly(true, true, false, false);
    }

    @Test
    void whatWouldNowBeMadeOtherwiseIsDrift() {
        made("tags", Map.of("team", "shop"));

        List<Drift> drifts =
                arm.open(
                                "vmSizes", List.of("Standard_D8s_v5"),
                                "image", Map.of("id", Arm.GROUP + "Microsoft.Compute/images/mine"),
                                "subnet", Arm.SUBNET.replace("subnets/nodes", "subnets/more"),
                                "tags", Map.of("team", "web"))
                        .drift(arm.id("one"));

        assertThat(drifts)
                .extracting(Drift::field)
                .containsExactly("vmSizes", "image", "subnet", "tags.team");
        assertThat(drifts.getFirst())
                .hasToString("vmSizes: Standard_D4s_v5 instead of [Standard_D8s_v5]");
        assertThat(
                        arm.open("subnet", Arm.SUBNET.toUpperCase(java.util.Locale.ROOT))
                                .drift(arm.id("one")))
                .isEmpty();
    }

    private void made(Object... changes) {
        assertThat(arm.open(changes).create(arm.request("one")))
                .isInstanceOf(CreateOutcome.Created.class);
    }

    private static Predicate<ArmCall> in(String zone) {
        return call -> LAUNCH.test(call) && call.body().at("/zones/0").asString("").equals(zone);
    }

    private List<String> zonesTried() {
        return arm.server.calls("PUT", "virtualMachines").stream()
                .map(it -> it.body().at("/zones/0").asString(""))
                .toList();
    }
}
