package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The life of a virtual cluster in a namespace of a host cluster.
@Order(1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HostClusterTest {

    private static final String HOST = "host-" + ProcessHandle.current().pid();
    private static final String NAME = "tenant";
    private static final String SPACE = "--namespace=tenants";
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String CONFIG =
            """
            controlPlane:
              coredns: {enabled: false}
              service: {spec: {type: NodePort}, annotations: {example.com/team: shop}}
              statefulSet: {persistence: {volumeClaim: {retentionPolicy: Delete}}}
              advanced: {podDisruptionBudget: {enabled: true}}
            rbac:
              clusterRole: {extraRules: [{apiGroups: [""], resources: [nodes], verbs: [list]}]}
            policies:
              limitRange: {enabled: true}
              networkPolicy: {enabled: true}
              resourceQuota:
                enabled: true
                quota: {count/pods: 5, services.nodeports: 2, limits.memory: 8Gi}
            """;

    @TempDir static Path directory;

    private HostCluster host;
    private HostBackups backups;
    private PulumiProject project;
    private PulumiProject copy;
    private String config;
    private Path byHand;
    private String firstSnapshot;
    private String before;
    private HostAddOns addOns;
    private SharedNodes shared;

    @BeforeAll
    void bringTheHostUp() throws IOException {
        Command.in(directory).run(Tree.tool("image")).succeeded();
        host = HostCluster.up(Files.createDirectory(directory.resolve("host")), HOST);
        backups = HostBackups.on(host, directory.resolve("registry"), "tenants");
        config = CONFIG + backups.everyMinuteIntoTheBucket();
        before = host.objects();
    }

    @AfterAll
    void leaveNothingBehind() {
        if (copy != null) {
            copy.destroy();
        }
        if (project != null) {
            project.destroy();
        }
        if (shared != null) {
            shared.destroy();
        }
        if (addOns != null) {
            addOns.close();
        }
        if (backups != null) {
            backups.close();
        }
        if (host != null) {
            host.down();
        }
    }

    @Test
    @Order(1)
    void upMakesAControlPlaneThatAnswersOnItsNodePort() throws IOException {
        Path place = Files.createDirectory(directory.resolve("tenant"));
        project = new PulumiProject(place, "tenant", host.onLan());
        project.program(Programs.inHostCluster(NAME, host.kubeconfigOnLan(), config));

        project.up().succeeded();

        assertThat(tenant().get("get", "--raw", "/readyz")).isEqualTo("ok");
        assertThat(project.output("endpoint")).matches("https://10\\.77\\.\\d+\\.\\d+:3\\d{4}");
        assertThat(tenant().get("get", "secrets", "-n", "kube-system", "--no-headers"))
                .contains("bootstrap-token-" + project.output("token").substring(0, 6));
    }

    @Test
    @Order(2)
    void theNodePortServesTheJoinEndpointToo() {
        String address = project.output("endpoint").replace("https://", "");
        String port = address.substring(address.indexOf(':') + 1);

        String answer =
                host.runOnLan(
                                "curl",
                                "-sk",
                                "--connect-to",
                                "join.mooring.internal:" + port + ":" + address,
                                "https://join.mooring.internal:" + port + "/node/ca.crt")
                        .succeeded();

        assertThat(answer).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    @Order(3)
    void thePodIsRestrictedAndWhoeverHasItsTokenMayWriteOneSecretOnly() {
        String pod = onHost("get", "pod", NAME + "-0", "-o", "yaml");

        assertThat(pod)
                .contains("runAsNonRoot: true", "readOnlyRootFilesystem: true", "- ALL")
                .doesNotContain("hostPath", "privileged: true");
        try (var rights = HostRights.of(host, "tenants", NAME + "-0")) {
            assertThat(rights.rules("tenants"))
                    .containsExactly(
                            "nodes: list", "secrets " + NAME + "-kubeconfig: get patch update");
            assertThat(rights.rules("kube-system")).containsExactly("nodes: list");
            assertThat(rights.isRefused("GET api/v1/nodes")).isFalse();
            assertThat(rights.whatIsNotRefused("tenants", "kube-system", "default")).isEmpty();
        }
    }

    @Test
    @Order(4)
    void aMachineJoinsThroughTheNodePortAndIsReachedThroughTheTunnel() {
        host.powerOn("guest", project.output("userData"));
        Kubectl tenant = tenant();
        tenant.get(
                "run",
                "hello",
                "--image=mooring.local/demo:1",
                "--restart=Never",
                "--",
                "sh",
                "-c",
                "echo moored; exec sleep 3600");

        tenant.get("wait", "pod/hello", "--for=condition=Ready", "--timeout=180s");

        assertThat(tenant.get("get", "nodes", "--no-headers")).contains("guest", " Ready ");
        // its agent may come after it
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(tenant.run("logs", "hello").output().strip())
                                .isEqualTo("moored"));
        assertThat(tenant.get("exec", "hello", "--", "cat", "/etc/hostname")).isEqualTo("hello");
    }

    @Test
    @Order(5)
    void upAgainChangesNothing() {
        project.upIsNotNeeded();
    }

    @Test
    @Order(6)
    void aSnapshotIsMadeInItsPodAndIsWholeHere() throws IOException {
        Path place = Files.createDirectory(directory.resolve("backup"));
        Path kept = place.resolve("kept");
        var backup = new PulumiProject(place, "backup", host.onLan());
        backup.program(Programs.snapshotOf(NAME, host.kubeconfigOnLan(), kept));

        backup.up().succeeded();

        Path made = Path.of(backup.output("location"));
        byHand = made;
        assertThat(made.getParent()).isEqualTo(kept);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rw-------");
        assertThat(
                        host.runOnLan(
                                        "env",
                                        "MOORING_SNAPSHOT_PASSPHRASE=" + Programs.PASSPHRASE,
                                        Tree.launcher("mooring"),
                                        "snapshot",
                                        "inspect",
                                        made.toString())
                                .succeeded())
                .containsPattern("cluster +" + NAME)
                .containsPattern("store +embedded database")
                .containsPattern("digest +" + backup.output("digest"))
                .containsPattern("checked +everything");
        // one that is made by the clock may be under way
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(host.inVolumes(".mooring-snapshot-*")).isEmpty());
        backup.upIsNotNeeded();
    }

    @Test
    @Order(7)
    void itsSnapshotInARegistryIsTheBeginningOfAnother() throws IOException {
        tenant().get("create", "configmap", "kept", "--from-literal=a=b");
        await("the controllers' service account")
                .atMost(LIMIT)
                .until(() -> tenant().run("get", "serviceaccount", "default").exitCode() == 0);
        String token = tenant().get("create", "token", "default");
        Path place = Files.createDirectory(directory.resolve("copy"));
        String settings =
                CONFIG.replace("{retentionPolicy: Delete}", "{enabled: false}")
                        + HostBackups.beginningWith(
                                "${backup.location}",
                                "registry",
                                backups.everyMinuteIntoTheRegistry());
        copy = new PulumiProject(place, "copy", host.onLan());
        copy.program(
                Programs.copyInHostCluster(
                        NAME,
                        host.kubeconfigOnLan(),
                        settings,
                        backups.repository("by-hand"),
                        backups.login()));

        copy.up().succeeded();

        assertThat(copy.output("location"))
                .matches("oci://10\\.77\\.0\\.1:\\d+/safe/by-hand:tenant\\.20.*");
        Kubectl copied = onLan(Kubectl.of(place, copy.output("kubeconfig")).kubeconfig());
        assertThat(copied.get("get", "configmap", "kept", "-o", "jsonpath={.data.a}"))
                .isEqualTo("b");
        assertThat(copied.authority()).isEqualTo(tenant().authority());
        String asBefore = "--server=" + copy.output("endpoint");
        assertThat(tenant().get(asBefore, "get", "configmap", "kept", "-o", "name"))
                .isEqualTo("configmap/kept");
        assertThat(
                        onLan(Path.of("/dev/null"))
                                .get(
                                        asBefore,
                                        "--insecure-skip-tls-verify",
                                        "--token=" + token,
                                        "auth",
                                        "whoami"))
                .contains("system:serviceaccount:default:default");
        copied.get("delete", "configmap", "kept");
        assertThat(tenant().get("get", "configmap", "kept", "-o", "name"))
                .isEqualTo("configmap/kept");
    }

    @Test
    @Order(8)
    void itMakesSnapshotsByTheClockItself() {
        firstSnapshot = HostBackups.scheduled(tenant());

        assertThat(firstSnapshot).matches(NAME + "-[0-9a-f]{8}-\\d{8}T\\d{6}Z\\.snapshot");
        assertThat(
                        onHost(
                                "get",
                                "networkpolicy",
                                NAME,
                                "-o",
                                "jsonpath={.spec.egress[*].ports[*].port}"))
                .contains(" " + backups.bucketPort());
    }

    @Test
    @Order(9)
    void theCommandLineListsItAndConnectsToIt() {
        String kubeconfig = "--kubeconfig=" + host.kubeconfigOnLan();

        String list = mooring("list", kubeconfig);
        String export = mooring("connect", NAME, SPACE, kubeconfig);

        assertThat(list.lines().skip(1))
                .hasSize(2)
                .anyMatch(line ->
                        line.matches(
                                "tenants +tenant +ready +https://10\\.77\\.\\S+ +stack"
                                        + " acceptance/.*"));
        Path written = directory.resolve("mooring/tenants/tenant.conf");
        assertThat(export).isEqualTo("export KUBECONFIG=" + written);
        assertThat(written)
                .satisfies(file ->
                        assertThat(
                                        PosixFilePermissions.toString(
                                                Files.getPosixFilePermissions(file)))
                                .isEqualTo("rw-------"));
        assertThat(onLan(written).get("get", "--raw", "/readyz")).isEqualTo("ok");
        assertThat(mooring("connect", NAME, SPACE, kubeconfig, "--print"))
                .contains("client-key-data");
    }

    @Test
    @Order(10)
    void itIsImportedAsItIsAndFunctionsLookItUp() throws IOException {
        Path place = Files.createDirectory(directory.resolve("other"));
        List<String> front = new ArrayList<>(host.onLan());
        front.addAll(List.of("env", "KUBECONFIG=" + host.kubeconfigOnLan()));
        var other = new PulumiProject(place, "other", front);

        other.run(
                        "import",
                        "mooring:index:ControlPlane",
                        "cluster",
                        "tenants/" + NAME,
                        "--yes",
                        "--generate-code=false",
                        "--protect=false")
                .succeeded();
        var imported = other.resources().getFirst();
        Path config =
                Files.writeString(
                        place.resolve("config.yaml"), imported.at("/inputs/configYaml").asString());
        other.program(Programs.lookingAt(NAME, config));

        assertThat(imported.at("/id").asString()).isEqualTo(NAME);
        assertThat(imported.at("/outputs/endpoint").asString())
                .isEqualTo(project.output("endpoint"));
        assertThat(other.run("up", "--yes", "--skip-preview", "--expect-no-changes").succeeded())
                .contains("unchanged");
        assertThat(other.output("endpoint")).isEqualTo(project.output("endpoint"));
        assertThat(other.output("kubeconfig")).isEqualTo(project.output("kubeconfig"));
        assertThat(other.refresh().succeeded()).contains("updated");
        assertThat(other.resources().toString())
                .contains("ConfigMap tenant says that it belongs to stack acceptance/tenant");
    }

    @Test
    @Order(11)
    void whatSomebodyChangedIsFoundByRefreshAndMendedByUp() {
        onHost("scale", "statefulset", NAME, "--replicas=0");
        onHost(
                "patch",
                "service",
                NAME,
                "--type=json",
                "-p",
                "[{\"op\":\"replace\",\"path\":\"/spec/ports/0/targetPort\",\"value\":1}]");
        onHost("delete", "networkpolicy", NAME);
        onHost("delete", "rolebinding", NAME);

        project.refresh().succeeded();
        assertThat(project.resources().toString())
                .contains("Service tenant differs in spec.ports[0].targetPort")
                .contains("StatefulSet tenant differs in spec.replicas")
                .contains("RoleBinding tenant is gone")
                .contains("NetworkPolicy tenant is gone");
        project.up().succeeded();

        awaitAnswer();
        assertThat(tenant().get("get", "configmap", "kept", "-o", "name")).contains("kept");
    }

    @Test
    @Order(12)
    void aVolumeThatSomebodyDeletedIsFoundByRefreshAndMadeAnewByUp() {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(backups.names(backups.bucket("")))
                                .as("the newest alone is kept")
                                .doesNotContain(firstSnapshot)
                                .containsExactly(HostBackups.scheduled(tenant())));
        onHost("delete", "persistentvolumeclaim", "data-" + NAME + "-0", "--wait=false");

        project.refresh().succeeded();
        assertThat(project.resources().toString())
                .contains("PersistentVolumeClaim data-tenant-0 is being deleted")
                .doesNotContain("differs in", "is gone");
        project.up().succeeded();

        awaitAnswer();
        assertThat(tenant().run("get", "configmap", "kept").output()).contains("NotFound");
    }

    @Test
    @Order(13)
    void whatWasLostIsBackWithTheNewestSnapshotOfIt() {
        String newest =
                backups.names(backups.bucket("")).stream()
                        .filter(name -> name.startsWith(HostBackups.series(firstSnapshot)))
                        .findFirst()
                        .orElseThrow();
        project.program(
                Programs.inHostCluster(
                        NAME,
                        host.kubeconfigOnLan(),
                        HostBackups.beginningWith(backups.bucket(newest), "bucket", config)));
        onHost("delete", "persistentvolumeclaim", "data-" + NAME + "-0", "--wait=false");

        project.upAfterRefresh().succeeded();

        awaitAnswer();
        assertThat(tenant().get("get", "configmap", "kept", "-o", "jsonpath={.data.a}"))
                .isEqualTo("b");
        // each takes the place of the one before
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(
                                        HostBackups.scheduled(
                                                onLan(directory.resolve("copy/kubeconfig"))))
                                .isIn(backups.names(backups.repository("scheduled"))));
    }

    @Test
    @Order(14)
    void theCommandLinePutsAnOlderStateInItsPlace() throws IOException {
        Path key = Files.writeString(directory.resolve("passphrase"), Programs.PASSPHRASE);

        String told =
                mooring(
                        "snapshot",
                        "restore",
                        byHand.toString(),
                        "--name=" + NAME,
                        SPACE,
                        "--kubeconfig=" + host.kubeconfigOnLan(),
                        "--passphrase-file=" + key,
                        "--force");

        assertThat(told)
                .contains(
                        " restored into tenant in namespace tenants: ",
                        "what was there is in /data/mooring/before-restore-",
                        "it is ready at " + project.output("endpoint"))
                .doesNotContain("authority");
        assertThat(tenant().get("get", "--raw", "/readyz")).isEqualTo("ok");
        assertThat(tenant().run("get", "configmap", "kept").output()).contains("NotFound");
        // the token is younger than the snapshot
        assertThat(project.upAfterRefresh().succeeded()).contains("+ 1 created", "3 unchanged");
    }

    @Test
    @Order(15)
    void destroyLeavesNothingOnTheHost() {
        copy.destroy().succeeded();
        copy = null;
        project.destroy().succeeded();

        assertThat(host.objects()).isEqualTo(before);
        project = null;
    }

    @Test
    @Order(16)
    void withoutPrivateNodesWhatATenantMakesRunsOnTheHostsNodes() throws IOException {
        addOns = HostAddOns.on(host, directory);
        shared = SharedNodes.up(Files.createDirectory(directory.resolve("shared")), host);
        shared.apply();

        assertThat(shared.tenants("get", "nodes", "-o", "name"))
                .isEqualTo(host.kubectl().get("get", "nodes", "-o", "name"));
        assertThat(shared.tenants("logs", "job/once")).isEqualTo("hello from the shop");
        try (var rights = HostRights.of(host, "shared", SharedNodes.NAME + "-0")) {
            assertThat(rights.rules("shared"))
                    .containsExactlyInAnyOrderElementsOf(SharedNodes.RIGHTS);
            assertThat(rights.rules("kube-system")).isEmpty();
            assertThat(rights.whatIsNotRefused("kube-system", "default", "tenants")).isEmpty();
        }
    }

    @Test
    @Order(17)
    void aContainerFindsItsSettingsAndWhatItsPodIsToItsTenant() {
        String pod = shared.pod("web");

        assertThat(shared.shell("deploy/web", "env").lines())
                .contains(
                        "COLOUR=green",
                        "PASSWORD=swordfish",
                        "MY_NAME=" + pod,
                        "MY_SPACE=work",
                        "MY_UID="
                                + shared.tenants(
                                        "get", "pod", pod, "-o", "jsonpath={.metadata.uid}"),
                        "MY_IP="
                                + shared.tenants(
                                        "get", "pod", pod, "-o", "jsonpath={.status.podIP}"),
                        "MY_NODE="
                                + shared.tenants(
                                        "get", "pod", pod, "-o", "jsonpath={.spec.nodeName}"),
                        "MY_ACCOUNT=reader",
                        "MY_APP=web",
                        "MY_MEMORY=16",
                        "HOSTNAME=" + pod);
        assertThat(shared.shell("deploy/web", "cat /settings/page /key/password"))
                .isEqualTo("hello from the shop\nswordfish");
        assertThat(shared.shell("deploy/web", "cat /about/labels /about/annotations /about/colour"))
                .contains("app=\"web\"", "example.com/note=\"a \\\"note\\\"\"", "green")
                .doesNotContain("mooring.io/managed-by");
        assertThat(shared.shell("db-0", "hostname; grep db-0 /etc/hosts"))
                .startsWith("db-0\n")
                .contains("db-0.db.work.svc.cluster.local db-0");
    }

    @Test
    @Order(18)
    void aPodReachesServicesByNameAndItsTenantsApiByItsToken() throws IOException {
        assertThat(shared.shell("db-0", "wget -qO- http://web/")).isEqualTo("hello from the shop");
        assertThat(shared.shell("deploy/web", "wget -qO- http://db-0.db:8080/"))
                .isEqualTo("hello from db-0");
        shared.give("deploy/web", Path.of(Tree.upstream("kubectl")), "/tmp/kubectl");
        assertThat(shared.shell("deploy/web", "/tmp/kubectl get configmap settings -o yaml"))
                .contains("page: |\n    hello from the shop", "namespace: work");
        assertThat(shared.shell("deploy/web", "/tmp/kubectl get secrets 2>&1 || true"))
                .contains("system:serviceaccount:work:reader", "Forbidden");
    }

    @Test
    @Order(19)
    void kubectlReachesItsContainersThroughTheTenantsApi() throws IOException {
        assertThat(shared.tenants("logs", "deploy/web")).contains("starting green swordfish");
        assertThat(shared.attached("deploy/web", "halloo")).isEqualTo("got halloo");
        assertThat(shared.forwarded("service/web", 80)).isEqualTo("hello from the shop");
        assertThat(shared.tenants("get", "events")).contains("Started");
    }

    @Test
    @Order(20)
    void theTenantSeesTheStatusThatTheHostSees() {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(shared.statuses())
                                .hasSizeGreaterThanOrEqualTo(5)
                                .allSatisfy((_, both) ->
                                        assertThat(both)
                                                .hasSize(2)
                                                .satisfies(all ->
                                                        assertThat(all.getFirst())
                                                                .isEqualTo(all.getLast()))));
    }

    @Test
    @Order(21)
    void kubectlTopTellsWhatTheKubeletsMeasureOfTheTenantsPods() {
        new TenantsAddOns(shared, host).topTellsWhatKubeletsMeasure();
    }

    @Test
    @Order(22)
    void servicesGoBothWaysUnderOtherNames() {
        shared.greet("db-0");

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(shared.shell("deploy/web", "wget -qO- http://greeter.outer/"))
                                .isEqualTo("hello from db-0"));
        String front = shared.ofCopy("service/front", ".spec.clusterIP");
        assertThat(shared.shell("db-0", "wget -qO- http://" + front + "/"))
                .isEqualTo("hello from the shop");
        host.kubectl().get("delete", "service", "greeter", "--namespace=kube-public");
    }

    @Test
    @Order(23)
    void whatATenantWantsOfTheHostItDoesNotGet() throws IOException {
        new HostileTenant(shared).getsNothing();
    }

    @Test
    @Order(24)
    void anotherTenantBesideItWithTheSameNamesNeitherSeesNorTouchesItsObjects() throws IOException {
        Neighbour.comesAndGoes(Files.createDirectory(directory.resolve("mall")), shared, host);
    }

    @Test
    @Order(25)
    void itsControlPlaneAnswersForNamesAtTheAddressThatPodsHaveBeenTold() {
        shared.requireNamesMeanWhatIsConfigured();

        shared.takeDnsIn();

        shared.requireDnsIsWithin();
    }

    @Test
    @Order(26)
    void anAutoscalerMakesMorePodsWhereKubeletsMeasureMuchWork() {
        new TenantsAddOns(shared, host).autoscalerMakesMorePods();
    }

    @Test
    @Order(27)
    void aClaimHasAVolumeThatTheHostsProvisionerMakes() {
        new TenantsAddOns(shared, host).claimHasAVolume();
    }

    @Test
    @Order(28)
    void aPauseStopsTheControlPlaneAndItsPodsAndResumeBringsThemBack() {
        String space = "--namespace=shared";
        String kubeconfig = "--kubeconfig=" + host.kubeconfigOnLan();

        assertThat(mooring("pause", SharedNodes.NAME, space, kubeconfig, "--output=json"))
                .contains("\"state\" : \"paused\"", "\"replicas\" : 1");

        assertThat(shared.running()).isEmpty();
        assertThat(mooring("list", space, kubeconfig)).containsPattern("shared +shop +paused +");
        shared.requirePauseIsLeftAlone();
        assertThat(mooring("resume", SharedNodes.NAME, space, kubeconfig))
                .containsPattern("shop in namespace shared is ready at https://10\\.77\\.");
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(shared.shell("db-0", "wget -qO- http://web/"))
                                .isEqualTo("hello from the shop"));
        assertThat(shared.shell("db-0", "cat /data/starts")).isEqualTo("db-0\ndb-0");
    }

    @Test
    @Order(29)
    void aNamespaceGoesWithEveryCopyInTheHost() {
        assertThat(shared.copies())
                .contains(
                        "Pod/db-0-x-work-x-shop",
                        "PersistentVolumeClaim/data-db-0-x-work-x-shop",
                        "Ingress/web-x-work-x-shop",
                        "Service/web-x-work-x-shop",
                        "ConfigMap/settings-x-work-x-shop",
                        "Secret/key-x-work-x-shop");

        shared.deleteWork();

        shared.awaitNoCopies();
    }

    @Test
    @Order(30)
    void destroyOfSharedNodesLeavesNothingOnTheHostEither() {
        shared.destroy();
        shared = null;
        addOns.close();
        addOns = null;

        await().atMost(LIMIT).untilAsserted(() -> assertThat(host.objects()).isEqualTo(before));
    }

    private void awaitAnswer() {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(tenant().run("get", "--raw", "/readyz").output().strip())
                                .isEqualTo("ok"));
    }

    private Kubectl tenant() {
        return onLan(
                Kubectl.of(directory.resolve("tenant"), project.output("kubeconfig")).kubeconfig());
    }

    private Kubectl onLan(Path kubeconfig) {
        return new Kubectl(kubeconfig, host.onLan(), List.of());
    }

    private String onHost(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(SPACE);
        return host.kubectl().get(all.toArray(String[]::new));
    }

    private String mooring(String... arguments) {
        List<String> all = new ArrayList<>(List.of("env", "XDG_CONFIG_HOME=" + directory));
        all.add(Tree.launcher("mooring"));
        all.addAll(List.of(arguments));
        return host.runOnLan(all.toArray(String[]::new)).succeeded();
    }
}
