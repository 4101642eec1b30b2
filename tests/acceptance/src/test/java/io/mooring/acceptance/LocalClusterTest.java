package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The life of one local cluster, told in order: each test goes on where the one before it stopped.
@Order(2)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LocalClusterTest {

    private static final String NAME = "acc-" + ProcessHandle.current().pid();
    private static final Duration POD_LIMIT = Duration.ofSeconds(90);
    private static final String NODE_OF_THE_FIRST = "jsonpath={.items[0].spec.nodeName}";
    private static final LocalCluster CLUSTER = new LocalCluster(NAME);

    @TempDir static Path directory;

    private PulumiProject project;
    private Kubectl kubectl;
    private PolicyPool pool;

    @BeforeAll
    void makeTheStack() {
        project = new PulumiProject(directory, "life");
        project.program(Programs.clusterThatGrows(NAME, 1));
    }

    @AfterAll
    void leaveNothingBehind() {
        project.destroy();
        assertThat(Footprint.of(NAME)).isEmpty();
    }

    @Test
    @Order(1)
    void aPreviewShowsThePlanBeforeAnythingExists() {
        String plan = project.preview().succeeded();

        assertThat(plan).contains("mooring:index:VirtualCluster", "mooring:local:Node");
        assertThat(plan).contains("+ mooring:index:ControlPlane");
        assertThat(Footprint.of(NAME)).isEmpty();
    }

    @Test
    @Order(2)
    void upMakesAControlPlaneWithOneReadyNode() {
        project.up().succeeded();
        kubectl = Kubectl.of(directory, project.output("kubeconfig"));

        assertThat(kubectl.get("get", "nodes", "--no-headers").lines())
                .singleElement()
                .asString()
                .contains(" Ready ");
    }

    @Test
    @Order(3)
    void podsRunOnTheNodeBehindAService() {
        kubectl.get("apply", "-f", Tree.ROOT.resolve("examples/local/demo.yaml").toString());

        kubectl.get(
                "rollout",
                "status",
                "deployment/hello",
                "--timeout=" + POD_LIMIT.toSeconds() + "s");
        String page =
                kubectl.get(
                        "exec",
                        "deployment/hello",
                        "--",
                        "sh",
                        "-c",
                        "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc $HELLO_SERVICE_HOST 80");
        assertThat(page).contains("200 OK").contains("hello from hello-");
    }

    @Test
    @Order(4)
    void podsFindServicesByTheirNames() {
        kubectl.get(
                "rollout",
                "status",
                "deployment/coredns",
                "--namespace=kube-system",
                "--timeout=" + POD_LIMIT.toSeconds() + "s");

        assertThat(inAPod("nslookup", "kubernetes.default.svc.cluster.local").lines())
                .contains("Address: 10.96.0.1");
        assertThat(inAPod("wget", "-q", "-O-", "http://hello/")).startsWith("hello from hello-");
    }

    @Test
    @Order(5)
    void nothingButTheTunnelLeadsToTheKubelet() {
        String address = nodeAddress();

        Command.Result route = inControlPlaneNamespace("ip", "route", "get", address);
        Command.Result dial =
                inControlPlaneNamespace(
                        "timeout", "3", "bash", "-c", "</dev/tcp/" + address + "/10250");

        assertThat(route.output()).contains("Network is unreachable");
        assertThat(dial.exitCode()).isNotZero();
    }

    @Test
    @Order(6)
    void logsExecAndPortForwardGoThroughTheTunnel() throws IOException {
        String pod =
                kubectl.get(
                        "get",
                        "pods",
                        "-l",
                        "app=hello",
                        "-o",
                        "jsonpath={.items[0].metadata.name}");

        assertThat(kubectl.get("logs", pod)).isEqualTo("serving on 8080 as " + pod);
        assertThat(kubectl.get("exec", pod, "--", "hostname")).isEqualTo(pod);
        assertThat(pageByPortForward(pod)).contains("hello from " + pod);
    }

    @Test
    @Order(7)
    void upAgainChangesNothing() {
        project.upIsNotNeeded();
    }

    @Test
    @Order(8)
    void aSecondReplicaAddsExactlyOneNode() {
        project.program(Programs.clusterThatGrows(NAME, 2));

        String result = project.up().succeeded();

        assertThat(result).contains("+ 1 created");
        assertThat(project.count("mooring:local:Node")).isEqualTo(2);
        assertThat(kubectl.get("get", "nodes", "--no-headers").lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains(" Ready "));
    }

    @Test
    @Order(9)
    void aKilledNodeIsFoundByRefreshAndBroughtBackByUp() {
        killMachine(1);

        String refreshed = project.refresh().succeeded();
        assertThat(refreshed).contains("~ 1 updated");
        String mended = project.up().succeeded();

        assertThat(mended).contains("~ 1 updated");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        assertThat(kubectl.get("get", "nodes", "--no-headers").lines())
                                .hasSize(2)
                                .allSatisfy(l -> assertThat(l).contains(" Ready ")));
    }

    @Test
    @Order(10)
    void aChangeOfTheNameIsPlannedAsAReplacement() {
        project.program(Programs.clusterThatGrows(NAME + "b", 2));

        String plan = project.preview().succeeded();

        assertThat(plan).contains("replace").contains("name:");
        project.program(Programs.clusterThatGrows(NAME, 2));
    }

    @Test
    @Order(11)
    void anUnknownKeyIsRefusedWithTheNearestName() {
        project.program(Programs.cluster(NAME, 2, "networking: {podCIDRR: 10.244.0.0/16}"));

        Command.Result plan = project.preview();

        assertThat(plan.exitCode()).isNotZero();
        assertThat(plan.output()).contains("networking.podCIDRR").contains("podCIDR");
        project.program(Programs.clusterThatGrows(NAME, 2));
    }

    @Test
    @Order(12)
    void aKilledApiServerHealsByItself() {
        List<ProcessHandle> servers = apiServers();
        assertThat(servers).hasSize(1);
        servers.forEach(ProcessHandle::destroyForcibly);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> kubectl.run("get", "--raw", "/readyz").output().equals("ok"));
    }

    @Test
    @Order(13)
    void oneReplicaLessRemovesTheNodeAndItsObject() {
        project.program(Programs.clusterThatGrows(NAME, 1));

        String result = project.up().succeeded();

        assertThat(result).contains("- 1 deleted");
        assertThat(kubectl.get("get", "nodes", "--no-headers").lines()).hasSize(1);
    }

    @Test
    @Order(14)
    void podsThatNoNodeTakesMakeANodeThatGoesWithThem() {
        burst();

        kubectl.get("rollout", "status", "deployment/burst", limit());
        String node = kubectl.get("get", "pods", "-l", "app=burst", "-o", NODE_OF_THE_FIRST);
        assertThat(kubectl.get("get", "nodes", "-l", "tier=batch", "-o", "name"))
                .isEqualTo("node/" + node);
        assertThat(kubectl.get("get", "nodeclaims", "--no-headers").lines())
                .singleElement()
                .asString()
                .startsWith(node);
        kubectl.get("delete", "deployment", "burst");

        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> {
                    assertThat(kubectl.get("get", "nodeclaims", "-o", "name")).isEmpty();
                    assertThat(kubectl.get("get", "nodes", "-o", "name")).doesNotContain(node);
                    assertThat(CLUSTER.data().resolve("machines").resolve(node)).doesNotExist();
                });
        assertThat(kubectl.get("get", "nodes", "--no-headers").lines())
                .singleElement()
                .asString()
                .contains(" Ready ");
    }

    @Test
    @Order(15)
    void aPolicyThatAsksFirstDoesNothingUntilUpApprovesItsPlan() throws IOException {
        var node = kubectl.get("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
        pool = new PolicyPool(kubectl, directory, node);
        growBy("mode: Plan");
        assertThat(project.up().succeeded()).contains("+ 1 created");
        pool.start("big", 3, 0.6);
        String plan = pool.plan(3, "launch namespace in local (on-demand)");

        project.upAfterRefresh().succeeded();
        assertThat(policy().at("/outputs/plan").asString("")).isEqualTo(plan);
        var due = JsonMapper.shared().readTree(project.output("due"));
        assertThat(due.at("/awaitingApproval/many").asString("")).isEqualTo(plan);
        assertThat(due.path("actions").valueStream())
                .hasSize(3)
                .allMatch(action -> action.path("action").asString("").equals("launch"));
        assertThat(pool.claims()).isEmpty();
        growBy("mode: Plan\napprovedPlan: '%s'".formatted(PolicyPool.number(plan)));
        assertThat(project.up().succeeded()).contains("~ 1 updated");

        assertThat(pool.annotation("carried-out")).contains(PolicyPool.number(plan));
        pool.awaitRunning("big");
        assertThat(pool.claims()).hasSize(3).isEqualTo(pool.nodesOf("big"));
    }

    @Test
    @Order(16)
    void threeHalfEmptyNodesBecomeOneOnceThatIsApproved() throws IOException {
        List<String> nodes = pool.claims();
        pool.start("small", 3, 0.3);
        pool.awaitRunning("small");
        assertThat(pool.nodesOf("small")).isEqualTo(nodes);
        pool.stop("big");
        String plan = pool.plan(2, "remove ");
        assertThat(plan).contains("(Underutilized)");
        assertThat(pool.claims()).isEqualTo(nodes);

        approve(plan);

        String left =
                await().atMost(Duration.ofMinutes(3))
                        .until(pool::claims, claims -> claims.size() == 1)
                        .getFirst();
        pool.awaitRunning("small");
        assertThat(pool.nodesOf("small")).hasSize(3).containsOnly(left);
        assertThat(machines("many-")).containsExactly(left);
        assertThat(kubectl.get("get", "nodes", "-l", "tier=many", "-o", "name"))
                .isEqualTo("node/" + left);
    }

    /// What is due may have changed by the time it is approved, on a machine with much to do: the
    /// approval is refused then, and says what is due now.
    private void approve(String first) {
        String plan = first;
        for (int attempts = 1; ; attempts++) {
            growBy("mode: Plan\napprovedPlan: '%s'".formatted(PolicyPool.number(plan)));
            Command.Result up = project.up();
            if (up.exitCode() == 0) {
                assertThat(up.output()).contains("~ 1 updated");
                return;
            }
            assertThat(up.output()).contains("is not " + PolicyPool.number(plan) + " now");
            assertThat(attempts).as("plans that were others when approved").isLessThan(4);
            plan = pool.plan(2, "remove ");
        }
    }

    @Test
    @Order(17)
    void aPolicyThatAnotherHandHasChangedIsMendedAndItsLastNodeGoesWithItsPods() {
        kubectl.get(
                "patch",
                "nodepool",
                PolicyPool.NAME,
                "--type=merge",
                "-p",
                "{\"spec\":{\"limits\":{\"nodes\":\"7\"}}}");
        growBy("mode: Act");

        assertThat(project.upAfterRefresh().succeeded()).contains("~ 1 updated", "limits", "mode");

        assertThat(pool.field("{.spec.limits.nodes}")).isEqualTo("3");
        assertThat(pool.annotation("mode")).isEmpty();
        pool.stop("small");
        await().atMost(Duration.ofMinutes(3)).until(() -> machines("many-").isEmpty());
        await().atMost(POD_LIMIT).until(() -> pool.claims().isEmpty());
        assertThat(kubectl.get("get", "nodes", "-l", "tier=many", "-o", "name")).isEmpty();
    }

    @Test
    @Order(18)
    void destroyLeavesNothingNotEvenNodesThatPodsHaveMade() throws IOException {
        burst();
        pool.start("small", 1, 0.3);
        await().atMost(POD_LIMIT).until(() -> !machines("burst-").isEmpty());
        await().atMost(POD_LIMIT).until(() -> !machines("many-").isEmpty());

        project.destroy().succeeded();

        assertThat(project.resources()).isEmpty();
        assertThat(Footprint.of(NAME)).isEmpty();
    }

    private void burst() {
        kubectl.get("apply", "-f", Tree.ROOT.resolve("examples/local/burst.yaml").toString());
    }

    private void growBy(String policy) {
        project.program(PolicyPool.in(Programs.clusterThatGrows(NAME, 1), policy));
    }

    private JsonNode policy() {
        return project.resources().stream()
                .filter(it ->
                        it.path("type").asString("").equals("mooring:index:AutoscalingPolicy"))
                .findFirst()
                .orElseThrow();
    }

    private static String limit() {
        return "--timeout=" + POD_LIMIT.toSeconds() + "s";
    }

    /// The machines of the cluster on this host whose names begin so.
    private static List<String> machines(String start) throws IOException {
        try (Stream<Path> all = Files.list(CLUSTER.data().resolve("machines"))) {
            return all.map(machine -> machine.getFileName().toString())
                    .filter(name -> name.startsWith(start))
                    .toList();
        }
    }

    /// What a command says in a pod, once the node leads to whom it asks.
    private String inAPod(String... command) {
        List<String> all = new ArrayList<>(List.of("exec", "deployment/hello", "--"));
        all.addAll(List.of(command));
        return await().atMost(POD_LIMIT)
                .until(() -> kubectl.run(all.toArray(String[]::new)), said -> said.exitCode() == 0)
                .output();
    }

    private String nodeAddress() {
        return kubectl.get(
                "get",
                "nodes",
                "-o",
                "jsonpath={.items[0].status.addresses[?(@.type==\"InternalIP\")].address}");
    }

    private static Command.Result inControlPlaneNamespace(String... command) {
        String[] all = new String[command.length + 2];
        all[0] = "nsenter";
        all[1] = "--net=/run/netns/mooring-" + NAME;
        System.arraycopy(command, 0, all, 2, command.length);
        return Command.in(directory).run(all);
    }

    private String pageByPortForward(String pod) throws IOException {
        Process forward = kubectl.start("port-forward", "--address", "127.0.0.1", pod, "0:8080");
        try {
            String line = forward.inputReader().readLine();
            Matcher port = Pattern.compile("127\\.0\\.0\\.1:(\\d+)").matcher(line);
            assertThat(port.find()).as(line).isTrue();
            var loopback = InetAddress.getLoopbackAddress();
            try (var socket = new Socket(loopback, Integer.parseInt(port.group(1)))) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
        } finally {
            forward.destroyForcibly();
        }
    }

    /// Kills the init of the i-th machine, as a power cut would. Returns when all of it has ended:
    /// the kernel takes its time to end an init with all that is below it, and until then the
    /// machine is not off.
    private void killMachine(int index) {
        String node =
                kubectl.get("get", "nodes", "-o", "jsonpath={.items[" + index + "].metadata.name}");
        String pids =
                Command.in(directory)
                        .run("ip", "netns", "pids", "mooring-" + NAME + "--" + node)
                        .succeeded();
        assertThat(pids).isNotBlank();
        String[] kill = ("kill -9 " + pids.replace('\n', ' ')).split(" ");
        Command.in(directory).run(kill);
        await("the end of " + pids)
                .atMost(Duration.ofSeconds(60))
                .until(() -> pids.lines().noneMatch(LocalClusterTest::lives));
    }

    /// What has ended may wait for this host's process 1 to take note.
    private static boolean lives(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }

    private static List<ProcessHandle> apiServers() {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains("kube-apiserver"))
                .filter(p -> p.info().commandLine().orElse("").contains("/" + NAME + "/"))
                .toList();
    }
}
