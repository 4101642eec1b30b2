package io.mooring.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.mooring.identity.testkit.TestSigner;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.kube.ListQuery;
import io.mooring.kube.ResourceKind;
import io.mooring.nodes.aws.testkit.MotoServer;
import io.mooring.nodes.baremetal.testkit.BareMachines;
import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.Created;
import io.mooring.provider.core.Existing;
import io.mooring.provider.core.Lifecycle;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.PartialFailure;
import io.mooring.provider.core.ReadOutcome;
import io.mooring.provider.core.Registry;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import io.mooring.provider.resources.Given;
import io.mooring.provider.resources.MooringResources;
import io.mooring.provider.resources.host.ControlPlaneFiles;
import io.mooring.provider.resources.host.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The life of a control plane with a node, told in order, with the real programs. Skipped, and
/// said so, where these are not built yet; `make test` builds them first.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LocalClusterLifeTest {

    private static final String NAME = "life-" + ProcessHandle.current().pid();
    private static final String CONTROL_PLANE = "mooring:index:ControlPlane";
    private static final String NODE = "mooring:local:Node";
    private static final String CLOUD_NODE = CloudMachines.node();
    private static final String METAL_NODE = "mooring:baremetal:Node";
    private static final String TOKEN = "mooring:index:JoinToken";

    /// What a node is made of, on a machine that is to be as it was before.
    private static final String BARE_FILES =
            "find /etc /opt /usr/local /var/lib/kubelet /var/lib/containerd /var/lib/mooring /var/lib/cni /var/lib/kube-proxy -xdev 2>/dev/null | sort";

    private final Registry registry =
            MooringResources.addTo(
                            Registry.builder(
                                    new Registry.PackageInfo(
                                            "mooring", "0.0.0", "Mooring", "", ObjectSchema.EMPTY)),
                            environment())
                    .build();
    private final Lifecycle controlPlane = lifecycle(CONTROL_PLANE);
    private final Lifecycle node = lifecycle(NODE);
    private final Lifecycle cloudNode = lifecycle(CLOUD_NODE);
    private final Lifecycle metalNode = lifecycle(METAL_NODE);
    private final Lifecycle token = lifecycle(TOKEN);

    private Existing madeControlPlane = new Existing("", ObjectValue.EMPTY, ObjectValue.EMPTY);
    private Existing madeNode = madeControlPlane;

    @BeforeAll
    void requireTheRealThing() {
        Installation installed = Installation.find(environment());
        assumeThat(System.getProperty("user.name")).as("needs root").isEqualTo("root");
        assumeThat(installed.launcher()).as("make build").isExecutable();
        assumeThat(installed.binaries().resolve("kube-apiserver"))
                .as("make upstream")
                .isExecutable();
        assumeThat(installed.binaries().resolve("kubelet")).as("make upstream").isExecutable();
        assumeThat(installed.machineRoot()).as("make upstream").isDirectory();
        // a JVM that ends before its tests do (Ctrl-C) removes nothing
        Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "remove " + NAME));
    }

    @AfterAll
    void removeEverything() {
        remove();
        assertThat(leftovers()).isEmpty();
    }

    private void remove() {
        controlPlane.delete(
                new Existing(NAME, controlPlaneInputs(""), ObjectValue.EMPTY),
                context(CONTROL_PLANE));
    }

    @Test
    @Order(1)
    void aCreationThatIsCancelledKeepsWhatItMade() {
        var cancellation = new Cancellation();
        OperationContext context =
                new OperationContext(
                        Given.named(CONTROL_PLANE, "it"),
                        Optional.empty(),
                        cancellation,
                        text -> cancelOnceStarted(text, cancellation),
                        Clock.systemUTC(),
                        ObjectValue.EMPTY);

        assertThatThrownBy(() -> controlPlane.create(controlPlaneInputs(""), context))
                .isInstanceOfSatisfying(
                        PartialFailure.class,
                        partial -> {
                            assertThat(partial.id()).isEqualTo(NAME);
                            assertThat(partial.outputs().flag("ready")).isFalse();
                        })
                .hasMessage(
                        "starting control plane "
                                + NAME
                                + ": stopped by the user; run again to go on");
    }

    private static void cancelOnceStarted(String text, Cancellation cancellation) {
        if (text.startsWith("waiting for control plane")) {
            cancellation.cancel();
        }
    }

    @Test
    @Order(2)
    void aControlPlaneAnswersWhenItsCreationReturns() {
        ObjectValue inputs = controlPlaneInputs("");

        Created created = controlPlane.create(inputs, context(CONTROL_PLANE));

        madeControlPlane = new Existing(created.id(), inputs, created.outputs());
        assertThat(created.id()).isEqualTo(NAME);
        assertThat(created.outputs().text("version")).contains("v1.34.4");
        assertThat(created.outputs().requireText("caCertHash")).matches("sha256:[0-9a-f]{64}");
        assertThat(created.outputs().requireText("kubeconfig"))
                .contains(
                        "server: https://127.0.0.1:"
                                + created.outputs().requireInteger("localPort"));
        assertThat(created.outputs().toString()).doesNotContain("client-key-data");
        try (KubeClient kube = kube()) {
            assertThat(kube.rawGet("/readyz")).isEqualTo("ok");
        }
    }

    @Test
    @Order(3)
    void lookingAtItChangesNothing() {
        var found = (ReadOutcome.Found) controlPlane.read(madeControlPlane, context(CONTROL_PLANE));

        assertThat(found.inputs()).isEqualTo(madeControlPlane.inputs());
        assertThat(found.outputs()).isEqualTo(madeControlPlane.outputs());
    }

    @Test
    @Order(4)
    void aNodeIsReadyWhenItsCreationReturns() {
        ObjectValue inputs = nodeInputs("labels: {tier: web}");

        Created created = node.create(inputs, context(NODE));

        madeNode = new Existing(created.id(), inputs, created.outputs());
        assertThat(created.id()).isEqualTo(NAME + "/one");
        assertThat(created.outputs().flag("ready")).isTrue();
        assertThat(nodes())
                .singleElement()
                .satisfies(object -> {
                    assertThat(object.name()).isEqualTo("one");
                    assertThat(object.labels()).containsEntry("tier", "web");
                });
    }

    @Test
    @Order(5)
    void creatingANodeAgainAfterACrashFindsIt() {
        Created again = node.create(madeNode.inputs(), context(NODE));

        assertThat(again.outputs().flag("ready")).isTrue();
        assertThat(nodes()).hasSize(1);
    }

    @Test
    @Order(6)
    void labelsAndTaintsAreChangedInPlace() {
        ObjectValue inputs =
                nodeInputs("labels: {zone: a}\ntaints: [{key: gpu, effect: NoSchedule}]");

        ObjectValue outputs = node.update(madeNode, inputs, context(NODE));

        madeNode = new Existing(madeNode.id(), inputs, outputs);
        KubeObject object = nodes().getFirst();
        assertThat(object.labels()).containsEntry("zone", "a").doesNotContainKey("tier");
        assertThat(object.maps("spec", "taints"))
                .singleElement()
                .satisfies(taint -> assertThat(taint).containsEntry("key", "gpu"));
    }

    @Test
    @Order(7)
    void aKilledMachineIsFoundAndPoweredOnAgain() throws IOException {
        killMachine();

        var found = (ReadOutcome.Found) node.read(madeNode, context(NODE));
        assertThat(found.inputs().flag("poweredOn")).isFalse();
        assertThat(found.outputs().flag("ready")).isFalse();
        var drifted = new Existing(found.id(), found.inputs(), found.outputs());
        assertThat(node.diff(drifted, madeNode.inputs()).touches("poweredOn")).isTrue();
        ObjectValue outputs = node.update(drifted, madeNode.inputs(), context(NODE));

        assertThat(outputs.flag("ready")).isTrue();
    }

    @Test
    @Order(8)
    void aNodeOfACloudBootsWithItsUserDataJoinsAndLeavesNothing() {
        assumeThat(MotoServer.python()).as("tools/moto").isPresent();
        Path root = Installation.find(environment()).machineRoot();
        try (CloudMachines cloud = CloudMachines.open(NAME, root)) {
            String settings = "name: two\nlabels: {tier: cloud}\n" + cloud.settings();
            ObjectValue inputs =
                    checked(
                            cloudNode,
                            CLOUD_NODE,
                            "two",
                            Given.value(settings).with("cluster", connection()));

            Created created = cloudNode.create(inputs, context(CLOUD_NODE));

            var made = new Existing(created.id(), inputs, created.outputs());
            assertThat(created.outputs().flag("ready")).isTrue();
            assertThat(created.outputs().requireText("providerId")).startsWith(cloud.providerIds());
            assertThat(nodes()).extracting(KubeObject::name).contains("one", "two");
            if (CloudMachines.proves()) {
                assertThat(cloud.askedOfMetadata())
                        .containsExactly(
                                "PUT /latest/api/token",
                                "GET /latest/dynamic/instance-identity/rsa2048");
                assertThat(cloud.journal("two")).contains("by a document of aws");
            }
            assertThat(cloud.keptUserData("two")).isEmpty();
            var found = (ReadOutcome.Found) cloudNode.read(made, context(CLOUD_NODE));
            assertThat(found.inputs()).isEqualTo(made.inputs());
            assertThat(found.outputs().texts("drift")).isEmpty();

            cloudNode.delete(made, context(CLOUD_NODE));

            assertThat(nodes()).extracting(KubeObject::name).containsExactly("one");
            assertThat(cloudNode.read(made, context(CLOUD_NODE)))
                    .isInstanceOf(ReadOutcome.Gone.class);
            assertThat(cloud.isEmpty()).isTrue();
            assertThat(cloud.launches()).isEqualTo(1);
        }
    }

    @Test
    @Order(8)
    void aMachineThatIsNotTheOneOfItsTokenIsNotLetIn() {
        assumeThat(MotoServer.python()).as("tools/moto").isPresent();
        assumeThat(CloudMachines.proves()).as("a cloud with a metadata service").isTrue();
        Path root = Installation.find(environment()).machineRoot();
        try (CloudMachines cloud = CloudMachines.open(NAME, root)) {
            cloud.pretendToBeAnother();
            String settings = "name: three\nskipAwait: true\n" + cloud.settings();
            ObjectValue inputs =
                    checked(
                            cloudNode,
                            CLOUD_NODE,
                            "three",
                            Given.value(settings).with("cluster", connection()));

            Created created = cloudNode.create(inputs, context(CLOUD_NODE));

            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() ->
                            assertThat(cloud.journal("three"))
                                    .contains(
                                            "/node/identity refused the join token (HTTP 403): the token was made for another machine than this one, whose instanceId is \"i-00000000000000bad\""));
            assertThat(nodes()).extracting(KubeObject::name).doesNotContain("three");
            cloudNode.delete(
                    new Existing(created.id(), inputs, created.outputs()), context(CLOUD_NODE));
        }
    }

    @Test
    @Order(8)
    void aSpotMachineThatItsCloudTakesBackIsSeenAndReplaced() {
        assumeThat(CloudMachines.isAsked()).as("-Dmooring.test.cloud").isTrue();
        Path root = Installation.find(environment()).machineRoot();
        try (CloudMachines cloud = CloudMachines.open(NAME, root)) {
            String settings =
                    "name: spot\n" + cloud.settings() + "  capacityTypes: [spot, on-demand]\n";
            ObjectValue inputs =
                    checked(
                            cloudNode,
                            CLOUD_NODE,
                            "spot",
                            Given.value(settings).with("cluster", connection()));
            Created created = cloudNode.create(inputs, context(CLOUD_NODE));
            var made = new Existing(created.id(), inputs, created.outputs());
            cloud.takeBack("spot", created.outputs().requireText("providerId"));

            Existing seen = made;
            if (cloudNode.read(made, context(CLOUD_NODE)) instanceof ReadOutcome.Found found) {
                assertThat(found.outputs().texts("drift"))
                        .singleElement()
                        .asString()
                        .startsWith("state: taken back by its provider (");
                seen = new Existing(found.id(), found.inputs(), found.outputs());
                assertThat(cloudNode.diff(seen, inputs).touches("poweredOn")).isTrue();
                assertThat(cloudNode.update(seen, inputs, context(CLOUD_NODE)).flag("ready"))
                        .isTrue();
            } else {
                assertThat(cloudNode.create(inputs, context(CLOUD_NODE)).outputs().flag("ready"))
                        .isTrue();
            }

            assertThat(cloud.launches()).isEqualTo(2);
            cloudNode.delete(seen, context(CLOUD_NODE));
            assertThat(nodes()).extracting(KubeObject::name).containsExactly("one");
        }
    }

    @Test
    @Order(8)
    void aBareMachineJoinsBySshAndIsGivenBackAsItWas() {
        Path root = Installation.find(environment()).machineRoot();
        try (var machines = new BareMachines(NAME, ControlPlaneFiles.ROOT, root, "bare", 1)) {
            String before = machines.on(0, BARE_FILES);
            ObjectValue settings = Given.value("name: three\nlabels: {tier: metal}\n");
            ObjectValue inputs =
                    checked(
                            metalNode,
                            METAL_NODE,
                            "three",
                            settings.with("cluster", connection())
                                    .with("machine", Given.of(machines.settings())));

            Created created = metalNode.create(inputs, context(METAL_NODE));

            var made = new Existing(created.id(), inputs, created.outputs());
            assertThat(created.outputs().flag("ready")).isTrue();
            assertThat(created.outputs().requireText("providerId")).isEqualTo("baremetal:///bare0");
            assertThat(created.outputs().texts("addresses")).containsExactly("127.0.0.1");
            assertThat(nodes()).extracting(KubeObject::name).containsExactly("one", "three");
            var found = (ReadOutcome.Found) metalNode.read(made, context(METAL_NODE));
            assertThat(found.inputs()).isEqualTo(made.inputs());
            assertThat(found.outputs().flag("ready")).isTrue();

            metalNode.delete(made, context(METAL_NODE));

            assertThat(nodes()).extracting(KubeObject::name).containsExactly("one");
            assertThat(metalNode.read(made, context(METAL_NODE)))
                    .isInstanceOf(ReadOutcome.Gone.class);
            assertThat(machines.on(0, BARE_FILES)).isEqualTo(before);
        }
    }

    @Test
    @Order(8)
    void aTokenIsThereUntilItIsDeleted() {
        ObjectValue inputs =
                checked(
                        token,
                        TOKEN,
                        "t",
                        ObjectValue.builder().put("cluster", connection()).build());
        Created created = token.create(inputs, context(TOKEN));
        var made = new Existing(created.id(), inputs, created.outputs());

        assertThat(token.read(made, context(TOKEN))).isInstanceOf(ReadOutcome.Found.class);
        token.delete(made, context(TOKEN));
        assertThat(token.read(made, context(TOKEN))).isInstanceOf(ReadOutcome.Gone.class);
        assertThat(created.outputs().requireText("joinCommand"))
                .startsWith("kubeadm join 10.76.0.2:8443 --token ");
        assertThat(created.outputs().toString())
                .doesNotContain(created.outputs().requireText("token"));
    }

    @Test
    @Order(8)
    void aServiceInFrontOfAControlPlaneLivesByItself(@TempDir Path home) throws IOException {
        try (KubeClient host = kube()) {
            String kubeconfig = madeControlPlane.outputs().requireText("kubeconfig");
            new ExposedServiceLife(lifecycle("mooring:index:ControlPlaneService"), kubeconfig, host)
                    .run(home);
        }
    }

    @Test
    @Order(8)
    void aSnapshotOfItIsTakenWhileItRuns(@TempDir Path backups) throws IOException {
        new SnapshotLife(lifecycle("mooring:index:Snapshot"), NAME).run(backups);
    }

    @Test
    @Order(9)
    void aKilledServiceIsFoundAndStartedAgain() throws IOException {
        Path service = Path.of("/var/lib/mooring", NAME, "service", "pid");
        long supervisor = Long.parseLong(Files.readString(service).split(" ")[0]);
        ProcessHandle.of(supervisor).orElseThrow().destroyForcibly();
        await().until(() -> ProcessHandle.of(supervisor).filter(ProcessHandle::isAlive).isEmpty());

        var found = (ReadOutcome.Found) controlPlane.read(madeControlPlane, context(CONTROL_PLANE));
        assertThat(found.outputs().flag("ready")).isFalse();
        var drifted = new Existing(found.id(), found.inputs(), found.outputs());
        assertThat(controlPlane.diff(drifted, madeControlPlane.inputs()).isEmpty()).isFalse();
        ObjectValue outputs =
                controlPlane.update(drifted, madeControlPlane.inputs(), context(CONTROL_PLANE));

        assertThat(outputs).isEqualTo(madeControlPlane.outputs());
        assertThat(nodes()).hasSize(1);
    }

    @Test
    @Order(10)
    void aChangedConfigurationRollsTheControlPlaneAndKeepsItsState() {
        ObjectValue inputs = controlPlaneInputs(", logging: {encoding: json}");

        ObjectValue outputs = controlPlane.update(madeControlPlane, inputs, context(CONTROL_PLANE));

        assertThat(outputs.requireText("kubeconfig"))
                .isEqualTo(madeControlPlane.outputs().requireText("kubeconfig"));
        assertThat(nodes()).hasSize(1);
    }

    @Test
    @Order(11)
    void aNodeOfAPoolIsReplacedByOneThatIsReadyBeforeItGoes() {
        ObjectValue inputs =
                nodeInputs(
                        """
                        preJoinCommands: [echo again]
                        rollout: {pool: it, replicas: 1, maxSurge: 1, maxUnavailable: 0}
                        """);
        assertThat(node.diff(madeNode, inputs).replaces()).isFalse();

        ObjectValue outputs = node.update(madeNode, inputs, context(NODE));

        madeNode = new Existing(madeNode.id(), inputs, outputs);
        assertThat(outputs.text("nodeName")).contains("one-b");
        assertThat(nodes()).extracting(KubeObject::name).containsExactly("one-b");
        assertThat(Path.of("/var/lib/mooring", NAME, "machines", "one")).doesNotExist();
        assertThat(node.read(madeNode, context(NODE)))
                .isInstanceOfSatisfying(
                        ReadOutcome.Found.class,
                        found -> assertThat(found.outputs().flag("ready")).isTrue());
    }

    @Test
    @Order(12)
    void aNodeThatIsRemovedLeavesNoObjectAndNoMachine() {
        node.delete(madeNode, context(NODE));

        assertThat(nodes()).isEmpty();
        assertThat(node.read(madeNode, context(NODE))).isInstanceOf(ReadOutcome.Gone.class);
        assertThat(Path.of("/var/lib/mooring", NAME, "machines", "one-b")).doesNotExist();
    }

    @Test
    @Order(13)
    void aControlPlaneThatIsRemovedLeavesNothing() {
        controlPlane.delete(madeControlPlane, context(CONTROL_PLANE));

        assertThat(controlPlane.read(madeControlPlane, context(CONTROL_PLANE)))
                .isInstanceOf(ReadOutcome.Gone.class);
        assertThat(leftovers()).isEmpty();
    }

    @Test
    @Order(14)
    void aNodeCanBeRemovedWhenItsClusterIsGone() {
        assertThatCode(() -> node.delete(madeNode, context(NODE))).doesNotThrowAnyException();
    }

    private static Map<String, String> environment() {
        var environment = new HashMap<>(System.getenv());
        environment.putIfAbsent("MOORING_HOME", treeRoot().toString());
        return environment;
    }

    private static Path treeRoot() {
        return Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .filter(path -> Files.exists(path.resolve("ARCHITECTURE.md")))
                .findFirst()
                .orElseThrow();
    }

    private Lifecycle lifecycle(String type) {
        return new Lifecycle(registry.resource(Token.parse(type)).orElseThrow());
    }

    private static OperationContext context(String type) {
        return new OperationContext(
                Given.named(type, "it"),
                Optional.of(Duration.ofMinutes(4)),
                new Cancellation(),
                text -> System.out.println(type + " " + text),
                Clock.systemUTC(),
                ObjectValue.EMPTY);
    }

    /// Without DNS: its image is not here, and a node would be left only by a pod that waits for
    /// it.
    ///
    /// @param more of its configuration, as YAML in one line
    private ObjectValue controlPlaneInputs(String more) {
        String inputs =
                """
                name: %s
                host: {standalone: {local: {}}}
                config: {controlPlane: {coredns: {enabled: false}}, privateNodes: {nodeIdentity: {aws: {enabled: true, certificates: ["%s"]}}}%s}
                """;
        return checked(
                controlPlane,
                CONTROL_PLANE,
                "it",
                Given.value(
                        inputs.formatted(
                                NAME,
                                TestSigner.pem(MetadataService.CLOUD.ec2.certificate())
                                        .replace("\n", "\\n"),
                                more)));
    }

    private ObjectValue nodeInputs(String more) {
        ObjectValue inputs = Given.value("name: one\n" + more).with("cluster", connection());
        return checked(node, NODE, "one", inputs);
    }

    private static ObjectValue checked(
            Lifecycle resource, String type, String name, ObjectValue inputs) {
        var checked = resource.check(inputs, Given.fresh(type, name));
        assertThat(checked.failures()).isEmpty();
        return checked.inputs();
    }

    private Value connection() {
        return madeControlPlane.outputs().field("connection");
    }

    private KubeClient kube() {
        return KubeClient.fromKubeconfig(madeControlPlane.outputs().requireText("kubeconfig"));
    }

    private List<KubeObject> nodes() {
        try (KubeClient kube = kube()) {
            return kube.list(ResourceKind.NODE, ListQuery.all()).items();
        }
    }

    /// Kills the machine's init, as a power cut would.
    private static void killMachine() throws IOException {
        Path init = Path.of("/var/lib/mooring", NAME, "machines", "one", "init");
        long pid = Long.parseLong(Files.readString(init).strip().split("\\s+")[0]);
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    private static String leftovers() {
        try {
            Process process =
                    new ProcessBuilder(treeRoot().resolve("tools/leftovers").toString(), NAME)
                            .redirectErrorStream(true)
                            .start();
            String output = new String(process.getInputStream().readAllBytes());
            return process.waitFor() == 0 ? "" : output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("looking for leftovers", e);
        }
    }
}
