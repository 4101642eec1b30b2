package io.mooring.nodes.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.mooring.nodes.CreateOutcome;
import io.mooring.nodes.CreateOutcome.BadConfiguration;
import io.mooring.nodes.DeleteOutcome;
import io.mooring.nodes.Drift;
import io.mooring.nodes.Lookup;
import io.mooring.nodes.MachineRequest;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.Notice;
import io.mooring.nodes.gcp.testkit.GceCall;
import io.mooring.nodes.testkit.When;
import java.nio.file.Path;
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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class GcpLaunchTest {

    private static final Predicate<GceCall> LAUNCH = call -> call.is("POST", "instances");
    private static final Predicate<GceCall> POLL =
            call -> call.is("GET", "operations") && !call.name().isEmpty();
    private static final String SOLD_OUT = "The zone does not have enough resources.";

    private static final String TAKEN =
            "state: taken back by its provider (Instance was preempted.) instead of running";

    private Gce gce;

    @BeforeEach
    void open() {
        gce = new Gce();
    }

    @AfterEach
    void close() {
        gce.close();
    }

    @Test
    void aLaunchSaysEverythingThatTheSettingsSay() {
        made(
                "zones",
                List.of("europe-west1-c"),
                "network",
                "main",
                "subnetwork",
                "projects/shared-vpc/regions/europe-west1/subnetworks/nodes",
                "publicIp",
                true,
                "ipForwarding",
                true,
                "networkTags",
                List.of("nodes", "web"),
                "serviceAccount",
                "nodes@my-project-1.iam.gserviceaccount.com",
                "capacityTypes",
                List.of("spot"),
                "evictionPolicy",
                "stop",
                "accelerators",
                List.of(Map.of("type", "nvidia-tesla-t4", "count", 2)),
                "minCpuPlatform",
                "Intel Cascade Lake",
                "placementPolicy",
                "near",
                "secureBoot",
                true,
                "bootDisk",
                Map.of("sizeGiB", 64, "type", "pd-ssd", "kmsKey", KEY),
                "disks",
                List.of(Map.of("sizeGiB", 100)),
                "metadata",
                Map.of("serial-port-enable", "true"));

        assertThat(gce.server.launches().getLast().zone()).isEqualTo("europe-west1-c");
        JsonNode sent = gce.launch();
        assertThat(text(sent, "/machineType"))
                .isEqualTo("zones/europe-west1-c/machineTypes/n2-standard-4");
        assertThat(text(sent, "/networkInterfaces/0/network"))
                .isEqualTo("projects/my-project-1/global/networks/main");
        assertThat(text(sent, "/networkInterfaces/0/subnetwork"))
                .isEqualTo("projects/shared-vpc/regions/europe-west1/subnetworks/nodes");
        assertThat(text(sent, "/networkInterfaces/0/accessConfigs/0/type"))
                .isEqualTo("ONE_TO_ONE_NAT");
        assertThat(sent.path("canIpForward").asBoolean()).isTrue();
        assertThat(sent.at("/tags/items").toString()).isEqualTo("[\"nodes\",\"web\"]");
        assertThat(text(sent, "/serviceAccounts/0/email")).startsWith("nodes@");
        assertThat(text(sent, "/serviceAccounts/0/scopes/0"))
                .isEqualTo("https://www.googleapis.com/auth/cloud-platform");
        assertThat(text(sent, "/scheduling/provisioningModel")).isEqualTo("SPOT");
        assertThat(text(sent, "/scheduling/instanceTerminationAction")).isEqualTo("STOP");
        assertThat(sent.at("/scheduling/automaticRestart").asBoolean(true)).isFalse();
        assertThat(text(sent, "/guestAccelerators/0/acceleratorType"))
                .isEqualTo("zones/europe-west1-c/acceleratorTypes/nvidia-tesla-t4");
        assertThat(sent.at("/guestAccelerators/0/acceleratorCount").asInt()).isEqualTo(2);
        assertThat(text(sent, "/minCpuPlatform")).isEqualTo("Intel Cascade Lake");
        assertThat(text(sent, "/resourcePolicies/0"))
                .isEqualTo("projects/my-project-1/regions/europe-west1/resourcePolicies/near");
        assertThat(sent.at("/shieldedInstanceConfig/enableSecureBoot").asBoolean()).isTrue();
        assertThat(text(sent, "/disks/0/initializeParams/sourceImage"))
                .isEqualTo("projects/ubuntu-os-cloud/global/images/family/ubuntu-2404-lts-amd64");
        assertThat(text(sent, "/disks/0/initializeParams/diskSizeGb")).isEqualTo("64");
        assertThat(text(sent, "/disks/0/initializeParams/diskType"))
                .isEqualTo("zones/europe-west1-c/diskTypes/pd-ssd");
        assertThat(text(sent, "/disks/0/diskEncryptionKey/kmsKeyName")).isEqualTo(KEY);
        assertThat(sent.at("/disks/0/autoDelete").asBoolean()).isTrue();
        assertThat(text(sent, "/disks/1/initializeParams/diskSizeGb")).isEqualTo("100");
        assertThat(metadata("serial-port-enable")).isEqualTo("true");
        assertThat(metadata("user-data")).startsWith("#cloud-config\n");
    }

    private static final String KEY =
            "projects/keys/locations/europe-west1/keyRings/ring/cryptoKeys/nodes";

    @Test
    void aReservationIsNamedAndOnDemandIsSaid() {
        made("reservation", "nodes");

        assertThat(text(gce.launch(), "/reservationAffinity/values/0")).isEqualTo("nodes");
        assertThat(text(gce.launch(), "/scheduling/provisioningModel")).isEqualTo("STANDARD");
    }

    @Test
    void everyThingThatIsMadeCarriesTheMarkFromTheCallThatMakesItOn() {
        made("labels", Map.of("team", "shop"), "disks", List.of(Map.of("sizeGiB", 100)));

        for (String labels :
                List.of(
                        "/labels",
                        "/disks/0/initializeParams/labels",
                        "/disks/1/initializeParams/labels")) {
            JsonNode sent = gce.launch().at(labels);
            assertThat(text(sent, "/mooring-owner")).isEqualTo(Gce.OWNER.uid());
            assertThat(text(sent, "/mooring-cluster")).isEqualTo(gce.cluster);
            assertThat(text(sent, "/mooring-machine")).isEqualTo("one");
            assertThat(text(sent, "/mooring-manager")).isEqualTo("mooring");
            assertThat(text(sent, "/team")).isEqualTo("shop");
        }
        assertThat(gce.there("one")).containsExactly("instance", "disk", "disk");
        assertThat(gce.open().delete(gce.id("one"))).isEqualTo(new DeleteOutcome.Deleted());
        assertThat(gce.there("one")).isEmpty();
    }

    @Test
    void aNameThatGoogleWouldRefuseIsMadeToFit() {
        var nodes = gce.openAs(new io.mooring.nodes.Owner("a".repeat(64)));
        String longest = "9" + "x".repeat(62);

        assertThat(nodes.create(gce.request(longest))).isInstanceOf(CreateOutcome.Created.class);
        assertThat(nodes.list(gce.cluster)).hasSize(1);
        assertThat(text(gce.launch(), "/name")).startsWith("n9xxx").hasSize(53);
        assertThat(nodes.delete(gce.id(longest))).isEqualTo(new DeleteOutcome.Deleted());
    }

    @Test
    void userDataOverTheLimitIsCompressedOrToldByField() {
        String repeating = "#cloud-config\n" + "# the same line again\n".repeat(15_000);
        assertThat(gce.open().create(gce.request("one", repeating)))
                .isInstanceOf(CreateOutcome.Created.class);
        assertThat(metadata("user-data-encoding")).isEqualTo("base64");
        assertThat(Base64.getDecoder().decode(metadata("user-data")))
                .hasSizeLessThan(10_000)
                .startsWith(0x1f, 0x8b);

        var noise = new StringBuilder("#cloud-config\n");
        new Random(1).ints(400_000, 'a', 'z').forEach(it -> noise.append((char) it));

        assertThat(gce.open().create(gce.request("two", noise.toString())))
                .isInstanceOfSatisfying(
                        BadConfiguration.class,
                        it -> {
                            assertThat(it.field()).isEqualTo("userData");
                            assertThat(it.reason())
                                    .startsWith("is 400014 bytes, and ")
                                    .contains("Google takes 196608");
                        });
        assertThat(gce.there("two")).isEmpty();
    }

    /// The client library tells of each of them as UNAVAILABLE alone.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ZONE_RESOURCE_POOL_EXHAUSTED",
                "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS",
                "QUOTA_EXCEEDED",
                "IP_SPACE_EXHAUSTED"
            })
    void aZoneWithoutCapacityIsPassedOverWhetherItSaysSoAtOnceOrLater(String code) {
        gce.rules().failCreation(in("europe-west1-b"), 1, code, SOLD_OUT);
        gce.rules().keepDisks();
        gce.server.refuse(in("europe-west1-c"), 1, 403, "quotaExceeded", "Quota 'CPUS' exceeded.");

        CreateOutcome outcome = gce.open().create(gce.request("web-0"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CreateOutcome.Created.class,
                        it -> {
                            assertThat(it.machine().zone()).isEqualTo("europe-west1-d");
                            assertThat(it.machine().providerId())
                                    .isEqualTo(
                                            "gce://my-project-1/europe-west1-d/"
                                                    + gce.name("web-0"));
                        });
        assertThat(gce.there("web-0")).isEqualTo(gce.whole());
    }

    @Test
    void whereNothingIsToBeHadEveryOfferIsNamedWithItsReasonAndNothingIsLeft() {
        gce.rules().failCreation(LAUNCH, 2, "ZONE_RESOURCE_POOL_EXHAUSTED", SOLD_OUT);
        gce.rules().keepDisks();

        CreateOutcome outcome =
                gce.open(
                                "zones", List.of("europe-west1-b"),
                                "capacityTypes", List.of("spot", "on-demand"))
                        .create(gce.request("one"));

        assertThat(outcome)
                .isEqualTo(
                        new CreateOutcome.NoCapacity(
                                "n2-standard-4 spot in europe-west1-b: %1$s (ZONE_RESOURCE_POOL_EXHAUSTED); n2-standard-4 on demand in europe-west1-b: %1$s (ZONE_RESOURCE_POOL_EXHAUSTED)"
                                        .formatted(SOLD_OUT)));
        assertThat(gce.there("one")).isEmpty();
    }

    @Test
    void typesAreTriedInTheirOrderWhereTheyAreAndPoolsAreSpreadOverZones() {
        gce.rules().failCreation(LAUNCH, 2, "ZONE_RESOURCE_POOL_EXHAUSTED", SOLD_OUT);
        GcpNodes nodes = gce.open("machineTypes", List.of("t2a-standard-4", "n2-standard-4"));

        nodes.create(gce.request("web-0"));

        assertThat(gce.server.launches())
                .extracting(it -> text(it.body(), "/machineType"))
                .containsExactly(
                        "zones/europe-west1-c/machineTypes/t2a-standard-4",
                        "zones/europe-west1-d/machineTypes/t2a-standard-4",
                        "zones/europe-west1-b/machineTypes/n2-standard-4");
        nodes.create(gce.request("web-1"));
        assertThat(gce.server.launches().getLast().zone()).isEqualTo("europe-west1-c");
    }

    @Test
    void whatWasSoldOutAShortTimeAgoIsNotAskedForAgain() {
        GcpNodes nodes = gce.open("zones", List.of("europe-west1-b", "europe-west1-c"));
        gce.rules().failCreation(in("europe-west1-b"), 1, "ZONE_RESOURCE_POOL_EXHAUSTED", SOLD_OUT);
        nodes.create(gce.request("a-0"));
        nodes.create(gce.request("b-0"));
        assertThat(zonesTried()).containsExactly("b", "c", "c");

        gce.time.pass(Duration.ofMinutes(4));
        nodes.create(gce.request("c-0"));
        assertThat(zonesTried()).containsExactly("b", "c", "c", "b");
    }

    /// The client library gives up at the first 429, and knows no other word for too many calls.
    @Test
    void googleIsAskedAgainWhenItSaysAndNotBefore() {
        gce.server.throttle(LAUNCH, 2, 429, 17);
        gce.server.throttle(POLL, 2, 403, 11);
        gce.rules().slowness(3);

        assertThat(gce.open().create(gce.request("one"))).isInstanceOf(CreateOutcome.Created.class);

        // Twice 17 and 11, and two seconds before each of four looks at the operation.
        assertThat(gce.time.waited()).isEqualTo(Duration.ofSeconds(2 * 17 + 2 * 11 + 4 * 2));
        assertThat(gce.server.launches())
                .extracting(it -> it.query().get("requestId"))
                .hasSize(3)
                .containsOnly(gce.server.launches().getFirst().query().get("requestId"));
    }

    @Test
    void whoIsThrottledForLongIsToldAndFindsHisMachineLater() {
        gce.server.throttle(_ -> true, 1, 429, 600);
        assertThat(gce.open().create(gce.request("one")))
                .isEqualTo(new CreateOutcome.Throttled(Duration.ofSeconds(600)));
        gce.server.throttle(_ -> true, 1, 429, 600);
        assertThat(gce.open().delete(gce.id("one")))
                .isEqualTo(new DeleteOutcome.Throttled(Duration.ofSeconds(600)));
    }

    @Test
    void whereNobodyAnswersOrNothingEndsTheCreationTimesOut() {
        gce.server.cut(_ -> true, -1, When.BEFORE);
        assertThat(gce.open().create(gce.request("one")))
                .isInstanceOfSatisfying(
                        CreateOutcome.TimedOut.class,
                        it -> {
                            assertThat(it.waitingFor())
                                    .startsWith("Google (no answer from Google: ");
                            assertThat(it.after()).isPositive();
                        });
        gce.server.behave();

        gce.rules().slowness(1_000);
        assertThat(gce.open().create(gce.request("one")))
                .isInstanceOfSatisfying(
                        CreateOutcome.TimedOut.class,
                        it -> assertThat(it.waitingFor()).contains("is not done after 600 s"));
    }

    /// Whether there is a machine in it nobody can tell, so none is made in another one.
    @Test
    void whereAZoneCannotBeReachedNoMachineIsMade() {
        gce.rules().unreachable("europe-west1-d");

        assertThat(gce.open().create(gce.request("one")))
                .isInstanceOfSatisfying(
                        CreateOutcome.TimedOut.class,
                        it ->
                                assertThat(it.waitingFor())
                                        .contains("cannot reach its zones/europe-west1-d"));
        assertThat(gce.server.launches()).isEmpty();

        gce.rules().unreachable("us-east1-b");
        assertThat(gce.open().create(gce.request("one"))).isInstanceOf(CreateOutcome.Created.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    403 | forbidden     | Required 'compute.instances.create' permission for 'projects/p/zones/z/instances/i' | credentials
                    403 | forbidden     | Required 'compute.subnetworks.use' permission for 'projects/p/regions/r/subnetworks/s' | subnetwork
                    400 | invalid       | Invalid value for field 'resource.machineType': 'zones/z/machineTypes/n2-standard-4'. | machineTypes[0]
                    400 | invalid       | Invalid value for field 'resource.disks[0].initializeParams.diskSizeGb': '1'.        | bootDisk.sizeGiB
                    400 | invalid       | Invalid value for field 'zone': 'z'. Unknown zone.                                   | zones
                    404 | notFound      | The resource 'projects/p' was not found                                              | project
                    404 | notFound      | The resource 'projects/p/global/images/family/x' was not found                       | image
                    400 | invalid       | [nvidia] features and Instances with guestAccelerators are not compatible            | accelerators
                    412 | conditionNotMet | Constraint constraints/compute.vmExternalIpAccess violated                         | publicIp
                    400 | badRequest    | It is not possible.                                                                  | ''
                    """)
    void whatGoogleRefusesIsToldByField(int status, String reason, String message, String field) {
        gce.server.refuse(LAUNCH, 1, status, reason, message.strip());

        assertThat(gce.open().create(gce.request("one")))
                .isEqualTo(new BadConfiguration(field, message.strip() + " (" + reason + ")"));
        assertThat(gce.there("one")).isEmpty();
        assertThat(gce.server.launches()).hasSize(1);
    }

    @Test
    void anAcceptedCreationThatCanNeverSucceedIsToldByField() {
        gce.rules()
                .failCreation(
                        LAUNCH,
                        1,
                        "SERVICE_ACCOUNT_NOT_FOUND",
                        "The resource 'nodes@p' of type 'serviceAccount' was not found.");
        gce.rules().keepDisks();

        assertThat(field()).isEqualTo("serviceAccount");
        assertThat(gce.there("one")).isEmpty();
    }

    @Test
    void whatIsNotThereIsToldOfItsPlaceInTheSettings() {
        assertThat(field("image", Map.of("family", "missing"))).isEqualTo("image");
        assertThat(field("subnetwork", "missing")).isEqualTo("subnetwork");
        assertThat(field("network", "missing")).isEqualTo("network");
        assertThat(field("project", "other-project")).isEqualTo("project");
        assertThat(field("region", "europe-west9")).isEqualTo("region");
        assertThat(field("machineTypes", List.of("n2-standard-4", "n9-standard-4")))
                .isEqualTo("machineTypes[1]");
        assertThat(gce.rules().names()).isEmpty();
    }

    private String field(Object... changes) {
        return gce.open(changes).create(gce.request("one")) instanceof BadConfiguration bad
                ? bad.field()
                : "made";
    }

    @Test
    void imagesForArchivesAreRefused() {
        var request =
                new MachineRequest(
                        gce.id("one"),
                        gce.request("one").userData(),
                        List.of(Path.of("/demo.tar")));

        assertThat(gce.open().create(request))
                .isEqualTo(
                        new BadConfiguration("images", "cannot be laid into machines of Google"));
    }

    @Test
    void aMachineOfTheSameNameThatIsNotOursIsLeftAlone() {
        gce.open().create(gce.request("other"));
        gce.rules().copy("other", gce.name("one"), "europe-west1-b");

        assertThat(gce.open("zones", List.of("europe-west1-b")).create(gce.request("one")))
                .isInstanceOfSatisfying(
                        BadConfiguration.class,
                        it -> assertThat(it.reason()).contains("does not carry the mark"));
        assertThat(gce.rules().names()).contains(gce.name("one"));
    }

    @Test
    void aSpotMachineThatWasTakenBackRunsAgainOnItsDisk() {
        GcpNodes nodes = gce.open("capacityTypes", List.of("spot"), "evictionPolicy", "stop");
        nodes.create(gce.request("one"));
        gce.rules().status("one", "TERMINATED");
        assertThat(nodes.list(gce.cluster).getFirst().state())
                .isEqualTo(new MachineState.Stopped("it is terminated"));

        assertThat(nodes.create(gce.request("one"))).isInstanceOf(CreateOutcome.AlreadyThere.class);
        gce.rules().status("one", "SUSPENDED");
        nodes.powerOn(gce.id("one"));

        assertThat(gce.server.calls("POST", "instances"))
                .extracting(GceCall::action)
                .containsExactly("", "start", "resume");
    }

    @Test
    void aSpotMachineThatGoogleTookBackIsDriftUntilItRunsAgain() {
        GcpNodes nodes = gce.open("capacityTypes", List.of("spot"), "evictionPolicy", "stop");
        nodes.create(gce.request("one"));
        assertThat(nodes.drift(gce.id("one"))).isEmpty();
        gce.rules().preempt("one");

        assertThat(nodes.drift(gce.id("one"))).extracting(Drift::toString).containsExactly(TAKEN);
        nodes.powerOn(gce.id("one"));
        assertThat(nodes.drift(gce.id("one"))).isEmpty();
        nodes.powerOff(gce.id("one"), Duration.ZERO);
        assertThat(nodes.drift(gce.id("one"))).isEmpty();
    }

    @Test
    void aSpotMachineThatGoogleTookBackAndDeletedIsDriftUntilItIsMadeAgain() {
        GcpNodes nodes = gce.open("capacityTypes", List.of("spot"));
        assertThat(nodes.drift(gce.id("one"))).isEmpty();
        nodes.create(gce.request("one"));
        gce.rules().preempt("one");

        assertThat(nodes.get(gce.id("one"))).isEqualTo(new Lookup.NotFound());
        assertThat(nodes.drift(gce.id("one"))).extracting(Drift::toString).containsExactly(TAKEN);
        assertThat(nodes.create(gce.request("one"))).isInstanceOf(CreateOutcome.Created.class);
        assertThat(nodes.drift(gce.id("one"))).isEmpty();
        assertThat(gce.there("one")).containsExactlyElementsOf(gce.whole());
    }

    @Test
    void aSpotMachineThatGoogleTakesBackIsToldWhileItStopsAndAfter() {
        GcpNodes nodes = gce.open("capacityTypes", List.of("spot", "on-demand"));
        Set<String> all = Set.of("one", "two");
        all.forEach(it -> nodes.create(gce.request(it)));
        assertThat(nodes.notices(gce.cluster, all)).isEmpty();

        gce.rules().beginPreemption("one");
        assertThat(nodes.notices(gce.cluster, all))
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.machine()).isEqualTo(gce.id("one"));
                    assertThat(it.deadline()).isAfter(gce.time.now().plusSeconds(20));
                    assertThat(it.why())
                            .isEqualTo(
                                    "Google takes back the spot machine: the instance is STOPPING");
                });
        assertThat(nodes.notices(gce.cluster, Set.of("two"))).isEmpty();

        gce.rules().preempt("one");
        assertThat(nodes.get(gce.id("one"))).isEqualTo(new Lookup.NotFound());
        assertThat(nodes.notices(gce.cluster, all))
                .extracting(Notice::why)
                .containsExactly("Google takes back the spot machine: Instance was preempted.");
    }

    @Test
    void aMachineThatIsNotSpotOrNotThereYetIsNotTakenForOneThatGoogleTakesBack() {
        GcpNodes nodes = gce.open();
        nodes.create(gce.request("one"));
        nodes.powerOff(gce.id("one"), Duration.ZERO);

        assertThat(nodes.notices(gce.cluster, Set.of("one", "never"))).isEmpty();
    }

    @Test
    void aMachineThatIsBeingStoppedIsWaitedForAndStarted() {
        GcpNodes nodes = gce.open();
        nodes.create(gce.request("one"));
        gce.rules().slowness(2);
        gce.server.cut(POLL, -1, When.BEFORE);
        try {
            nodes.powerOff(gce.id("one"), Duration.ZERO);
        } catch (io.mooring.nodes.ProviderFailure _) {
            // it was accepted
        }
        gce.server.behave();

        assertThat(gce.open().create(gce.request("one")))
                .isInstanceOf(CreateOutcome.AlreadyThere.class);
        assertThat(gce.server.calls("POST", "instances"))
                .extracting(GceCall::action)
                .containsExactly("", "stop", "start");
    }

    @Test
    void theEndOfTheConsoleIsReadAndItsLackHidesNothing() {
        GcpNodes nodes = gce.open();
        assertThat(nodes.consoleTail(gce.id("one"), 2)).isEmpty();
        nodes.create(gce.request("one"));
        gce.rules().console("one", "a\nb\nc\n");

        assertThat(nodes.consoleTail(gce.id("one"), 2)).isEqualTo("b\nc");
        gce.server.refuse(_ -> true, 1, 403, "forbidden", "no");
        assertThat(nodes.consoleTail(gce.id("one"), 2)).isEmpty();
    }

    @Test
    void whatWouldNowBeMadeOtherwiseIsDrift() {
        made("labels", Map.of("team", "shop"), "subnetwork", "nodes");

        List<Drift> drifts =
                gce.open(
                                "machineTypes", List.of("n2-standard-8"),
                                "image", Map.of("name", "mine", "project", "my-project-1"),
                                "subnetwork", "more",
                                "networkTags", List.of("web"),
                                "serviceAccount", "nodes@example.com",
                                "labels", Map.of("team", "web"))
                        .drift(gce.id("one"));

        assertThat(drifts)
                .extracting(Object::toString)
                .containsExactly(
                        "machineTypes: n2-standard-4 instead of [n2-standard-8]",
                        "image: projects/ubuntu-os-cloud/global/images/ubuntu-2404-lts-amd64-v20260101 instead of projects/my-project-1/global/images/mine",
                        "subnetwork: projects/my-project-1/regions/europe-west1/subnetworks/nodes instead of projects/my-project-1/regions/europe-west1/subnetworks/more",
                        "networkTags: [] instead of [web]",
                        "serviceAccount: nothing instead of nodes@example.com",
                        "labels.team: shop instead of web");
    }

    @Test
    void aPoolAsksFewCallsForAMachine() {
        GcpNodes nodes = gce.open();
        nodes.create(gce.request("web-0"));
        int before = gce.server.calls().size();

        nodes.create(gce.request("web-1"));

        assertThat(gce.server.calls().subList(before, gce.server.calls().size()))
                .extracting(GceCall::method, GceCall::scope, GceCall::type)
                .containsExactly(
                        tuple("GET", "aggregated", "instances"),
                        tuple("GET", "aggregated", "operations"),
                        tuple("GET", "aggregated", "disks"),
                        tuple("POST", "zones/europe-west1-c", "instances"),
                        tuple("GET", "zones/europe-west1-c", "operations"),
                        tuple("GET", "zones/europe-west1-c", "operations"),
                        tuple("GET", "aggregated", "instances"));
    }

    private void made(Object... changes) {
        assertThat(gce.open(changes).create(gce.request("one")))
                .isInstanceOf(CreateOutcome.Created.class);
    }

    private static String text(JsonNode node, String pointer) {
        return node.at(pointer).asString("");
    }

    private String metadata(String key) {
        return gce.launch()
                .at("/metadata/items")
                .valueStream()
                .filter(it -> text(it, "/key").equals(key))
                .map(it -> text(it, "/value"))
                .findFirst()
                .orElse("");
    }

    private static Predicate<GceCall> in(String zone) {
        return call -> LAUNCH.test(call) && call.zone().equals(zone);
    }

    private List<String> zonesTried() {
        return gce.server.launches().stream()
                .map(it -> it.zone().substring(it.zone().length() - 1))
                .toList();
    }
}
