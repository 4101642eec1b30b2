package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Three virtual clusters, each in the one before. The outermost is in a host cluster of real
/// machines and has a machine of its own, which is where the pods of all three run: what the
/// innermost has goes over to the middle one, and from there to the outermost.
///
/// Takes minutes: `tools/nested` runs it alone.
///
///     host (a machine) <- outer (machine guest) <- middle (shared nodes) <- inner (shared nodes)
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class NestedClustersTest {

    private static final String HOST = "nest-" + ProcessHandle.current().pid();
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String CONTROL_PLANE =
            """
            controlPlane:
              coredns: {enabled: false}
              service: {spec: {type: NodePort}}
              statefulSet: {persistence: {volumeClaim: {enabled: false}}}
            """;

    /// What is made in it is dialled at the nodes that it shows, and is a StatefulSet, whose pods
    /// find their full names by an image that is on the machine.
    private static final String A_HOST_ITSELF =
            CONTROL_PLANE
                    + """
                    sync:
                      fromHost: {nodes: {enabled: true, selector: {all: true}}}
                      toHost:
                        pods: {rewriteHosts: {initContainer: {image: {repository: mooring.local/demo, tag: "1"}}}}
                    """;

    @TempDir static Path directory;

    /// Those that are there, the innermost first.
    private final Deque<HostedCluster> clusters = new ArrayDeque<>();

    private HostCluster host;
    private BareMachine guest;
    private Set<String> ofHost;
    private Set<String> ofOuter;
    private Set<String> ofOuterWithMiddle;
    private Set<String> ofMiddle;

    @BeforeAll
    void bringTheHostUp() throws IOException {
        Command.in(directory).run(Tree.tool("image")).succeeded();
        host = HostCluster.up(Files.createDirectory(directory.resolve("host")), HOST);
        ofHost = objects(host.kubectl());
    }

    @AfterAll
    void leaveNothingBehind() {
        clusters.forEach(HostedCluster::destroy);
        if (host != null) {
            host.down();
        }
    }

    @Test
    @Order(1)
    void eachIsMadeInTheOneAroundItAndAnswers() throws IOException {
        HostedCluster outer =
                make(
                        "outer",
                        Programs.inHostCluster("outer", host.kubeconfigOnLan(), CONTROL_PLANE));
        guest = host.powerOn("guest", outer.output("userData"), HostCluster.CONTROL_PLANE_IMAGE);
        await().atMost(LIMIT).until(() -> outer.kubectl().get("get", "nodes").contains(" Ready "));
        ofOuter = objects(outer.kubectl());

        HostedCluster middle = make("middle", inside(outer, "middle", A_HOST_ITSELF));
        ofOuterWithMiddle = objects(outer.kubectl());
        ofMiddle = objects(middle.kubectl());
        HostedCluster inner = make("inner", inside(middle, "inner", CONTROL_PLANE));

        assertThat(inner.kubectl().get("get", "--raw", "/readyz")).isEqualTo("ok");
        assertThat(inner.kubectl().get("get", "namespaces", "-o", "name"))
                .contains("namespace/default")
                .doesNotContain("namespace/tenants");
    }

    @Test
    @Order(2)
    void aPodOfTheInnermostRunsOnTheMachineAndIsReachedThroughAllOfThem() {
        Kubectl inner = clusters.getFirst().kubectl();
        // the controller manager makes the account that pods run as
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        inner.get(
                                "run",
                                "hello",
                                "--image=mooring.local/demo:1",
                                "--restart=Never",
                                "--",
                                "sh",
                                "-c",
                                "echo moored; exec sleep 98765"));

        inner.get("wait", "pod/hello", "--for=condition=Ready", "--timeout=180s");

        assertThat(inner.get("logs", "hello")).isEqualTo("moored");
        assertThat(inner.get("exec", "hello", "--", "cat", "/etc/hostname")).isEqualTo("hello");
        assertThat(inner.get("get", "pod", "hello", "-o", "jsonpath={.spec.nodeName}"))
                .isEqualTo("guest");
        assertThat(guest.commandLines()).contains("sleep 98765");
        assertThat(pods(1)).contains("inner-0", "hello-x-default-x-inner");
        assertThat(pods(2)).contains("middle-0").hasSize(3);
        assertThat(host.kubectl().get("get", "pods", "-A", "-o", "name"))
                .contains("pod/outer-0")
                .doesNotContain("middle", "inner", "hello");
    }

    @Test
    @Order(3)
    void destroyOfEachLeavesNothingInThoseAroundIt() {
        Kubectl outer = clusters.getLast().kubectl();

        clusters.removeFirst().destroy();
        requireNothingLeft(clusters.getFirst().kubectl(), ofMiddle, "inner");
        requireNothingLeft(outer, ofOuterWithMiddle, "inner");
        clusters.removeFirst().destroy();
        requireNothingLeft(outer, ofOuter, "middle");
        clusters.removeFirst().destroy();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(found(host.kubectl())).isEqualTo(ofHost));
    }

    private HostedCluster make(String name, String program) throws IOException {
        Path place = Files.createDirectory(directory.resolve(name));
        clusters.addFirst(HostedCluster.up(place, host.onLan(), program));
        return clusters.getFirst();
    }

    private static String inside(HostedCluster around, String name, String config) {
        return HostedCluster.program(name, around.kubeconfigFile(), config);
    }

    /// Of the namespace of the control planes in that many clusters around the innermost.
    private List<String> pods(int around) {
        return clusters.stream()
                .skip(around)
                .findFirst()
                .orElseThrow()
                .kubectl()
                .get("get", "pods", "-n", "tenants", "-o", "name")
                .lines()
                .map(name -> name.substring("pod/".length()))
                .toList();
    }

    /// Controllers that have just started make their own accounts a little later.
    private static void requireNothingLeft(Kubectl around, Set<String> before, String name) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(found(around))
                                .filteredOn(object -> !before.contains(object))
                                .filteredOn(object ->
                                        !object.startsWith("serviceaccount/")
                                                || object.contains(name))
                                .isEmpty());
    }

    /// Once Kubernetes has made what it makes in every namespace.
    private static Set<String> objects(Kubectl cluster) {
        return await().atMost(LIMIT)
                .until(() -> found(cluster), all -> all.contains("configmap/kube-root-ca.crt"));
    }

    private static Set<String> found(Kubectl cluster) {
        return new TreeSet<>(HostCluster.objects(cluster).lines().toList());
    }
}
