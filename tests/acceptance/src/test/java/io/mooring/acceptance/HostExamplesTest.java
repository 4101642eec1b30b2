package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/// The examples for a host cluster as they stand, on a real one: first with pods that cannot run,
/// then behind a node port, then behind a load balancer; and deleted by one object.
@Order(5)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HostExamplesTest {

    private static final String HOST = "doors-" + ProcessHandle.current().pid();
    private static final String SPACE = "--namespace=tenants";
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// Addresses of the world outside that stand for a load balancer, and for a stranger.
    private static final String BALANCER = "198.51.100.7";

    private static final String STRANGER = "192.0.2.9";

    /// Of the one container the image is nowhere to be had, the other ends at once.
    private static final String TROUBLED =
            """
            args: [server, --config=/etc/mooring/none.yaml, --data-dir=/data/mooring], sidecarContainers: [{name: beside,\
             image: "registry.invalid/beside:1", securityContext: {allowPrivilegeEscalation: false,\
             capabilities: {drop: [ALL]}}}],\
            """;

    private static final String POD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: extra, namespace: tenants}
            spec:
              securityContext: {runAsNonRoot: true, runAsUser: 1, seccompProfile: {type: RuntimeDefault}}
              containers:
                - name: c
                  image: any
                  securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            """;

    @TempDir static Path directory;

    private HostCluster host;
    private PulumiProject project;
    private String before;

    @BeforeAll
    void bringTheHostUp() throws IOException {
        Command.in(directory).run(Tree.tool("image")).succeeded();
        host = HostCluster.up(Files.createDirectory(directory.resolve("host")), HOST);
        await("the images are on the node").atMost(LIMIT).until(host::hasImages);
        before = host.objects();
        List<String> front = new ArrayList<>(host.onLan());
        front.addAll(List.of("env", "KUBECONFIG=" + host.kubeconfigOnLan()));
        project =
                new PulumiProject(Files.createDirectory(directory.resolve("shop")), "shop", front);
    }

    @AfterAll
    void leaveNothingBehind() {
        if (project != null) {
            project.destroy();
        }
        if (host != null) {
            host.down();
        }
    }

    @Test
    @Order(1)
    void podsThatCannotRunAreToldWithTheirEventsAndTheEndOfTheirLog() throws IOException {
        project.program(
                example("nodeport")
                        .replace("statefulSet: {", "statefulSet: {" + TROUBLED)
                        .replace(
                                "    properties:",
                                "    options: {customTimeouts: {create: 90s}}\n    properties:"));

        Command.Result up = project.up();

        assertThat(up.exitCode()).isNotZero();
        assertThat(up.output())
                .contains(
                        "waiting for control plane shop: 0 of 1 pods ready (shop-0:",
                        "starting control plane shop in",
                        "Events in namespace tenants:",
                        "Warning Failed shop-0: Failed to pull image \"registry.invalid/beside:1\"",
                        "The end of the log of pod shop-0:",
                        "mooring server: reading the configuration /etc/mooring/none.yaml");
    }

    @Test
    @Order(2)
    void behindANodePortItIsWhatTheExampleSays() throws IOException {
        project.program(example("nodeport"));

        project.up().succeeded();

        assertThat(project.output("endpoint")).isEqualTo("https://" + node() + ":30443");
        assertThat(tenant().get("get", "--raw", "/readyz")).isEqualTo("ok");
        assertThat(tenant().get("--tls-server-name=shop.example.com", "get", "--raw", "/readyz"))
                .isEqualTo("ok");
        assertThat(onHost("get", "service", "shop", "-o", "jsonpath={.metadata.annotations}"))
                .contains("\"example.com/team\":\"shop\"");
        String managers = "{.metadata.managedFields[?(@.operation=='Apply')].manager}";
        assertThat(
                        onHost(
                                "get",
                                "service",
                                "shop",
                                "--show-managed-fields",
                                "-o",
                                "jsonpath=" + managers))
                .isEqualTo("mooring");
        project.upIsNotNeeded();
    }

    @Test
    @Order(3)
    void theHostHoldsItsNamespaceToThePolicies() throws IOException {
        Path pod = Files.writeString(directory.resolve("pod.yaml"), POD);
        Path eviction =
                Files.writeString(
                        directory.resolve("eviction.json"),
                        """
                        {"apiVersion": "policy/v1", "kind": "Eviction",
                         "metadata": {"name": "shop-0", "namespace": "tenants"}}
                        """);

        assertThat(
                        onHost(
                                "create",
                                "-f",
                                pod.toString(),
                                "--dry-run=server",
                                "-o",
                                "jsonpath={.spec.containers[0].resources}"))
                .contains("\"memory\":\"512Mi\"", "\"cpu\":\"100m\"");
        assertThat(refused("create", "service", "nodeport", "extra", "--tcp=80:80"))
                .contains("exceeded quota: shop, requested: services.nodeports=1");
        assertThat(refused("run", "extra", "--image=any", "--privileged"))
                .contains("violates PodSecurity \"restricted:latest\"");
        String evict = "/api/v1/namespaces/tenants/pods/shop-0/eviction";
        assertThat(refused("create", "--raw", evict, "-f", eviction.toString()))
                .contains("would violate the pod's disruption budget");
    }

    @Test
    @Order(4)
    void behindALoadBalancerItIsReachedFromTheNetworksThatTheExampleNames() throws IOException {
        project.program(example("loadbalancer"));
        host.runOnLan("ip", "route", "add", BALANCER + "/32", "via", node()).succeeded();
        host.runOnLan("ip", "address", "add", STRANGER + "/32", "dev", "br0").succeeded();

        Process up = project.start("up", "--yes", "--skip-preview", "--stack", "shop");
        await("the Service is one that a cloud would balance")
                .atMost(LIMIT)
                .until(() -> ofService("{.spec.type}").equals("LoadBalancer") || !up.isAlive());
        balance();
        String told = project.finish(up).succeeded();

        assertThat(told).contains("waiting for the address of Service shop");
        assertThat(project.output("endpoint")).isEqualTo("https://" + BALANCER + ":443");
        assertThat(tenant().get("get", "--raw", "/readyz")).isEqualTo("ok");
        assertThat(ofService("{.spec.externalTrafficPolicy} {.spec.loadBalancerSourceRanges}"))
                .isEqualTo("Local [\"10.0.0.0/8\",\"203.0.113.0/24\"]");
        assertThat(dial(List.of()).succeeded()).isEqualTo("ok");
        // curl's: could not connect, or not in time
        assertThat(dial(List.of("--interface", STRANGER)).exitCode()).isIn(7, 28);
        assertThat(onHost("get", "resourcequotas,limitranges,networkpolicies", "-o", "name"))
                .isEmpty();
    }

    @Test
    @Order(5)
    void whoDeletesTheOneObjectThatOwnsTheOthersDeletesThemAll() {
        onHost("delete", "configmap", "shop");

        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(
                                        host.objects()
                                                .lines()
                                                .filter(it -> !it.equals("namespace/tenants")))
                                .containsExactlyElementsOf(before.lines().toList()));
        project.destroy().succeeded();
        assertThat(host.objects()).isEqualTo(before);
        project = null;
    }

    private static String example(String name) throws IOException {
        String program = Files.readString(Tree.ROOT.resolve("examples/" + name + "/Pulumi.yaml"));
        return program.substring(program.indexOf("resources:"));
    }

    /// As a cloud does: the address is this one from now on.
    private void balance() {
        onHost(
                "patch",
                "service",
                "shop",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\": {\"loadBalancer\": {\"ingress\": [{\"ip\": \""
                        + BALANCER
                        + "\"}]}}}");
    }

    /// What the API answers through the load balancer; nothing where nobody does.
    private Command.Result dial(List<String> options) {
        List<String> command =
                new ArrayList<>(
                        List.of("curl", "-sk", "--connect-timeout", "2", "--max-time", "10"));
        command.addAll(options);
        command.add("https://" + BALANCER + "/readyz");
        return host.runOnLan(command.toArray(String[]::new));
    }

    private String ofService(String path) {
        return onHost("get", "service", "shop", "-o", "jsonpath=" + path);
    }

    private String node() {
        String path = "{.items[0].status.addresses[?(@.type=='InternalIP')].address}";
        return host.kubectl().get("get", "nodes", "-o", "jsonpath=" + path);
    }

    private Kubectl tenant() {
        Path kubeconfig =
                Kubectl.of(directory.resolve("shop"), project.output("kubeconfig")).kubeconfig();
        return new Kubectl(kubeconfig, host.onLan(), List.of());
    }

    private String onHost(String... arguments) {
        return host.kubectl().get(inTenants(arguments));
    }

    private String refused(String... arguments) {
        Command.Result result = host.kubectl().run(inTenants(arguments));
        assertThat(result.exitCode()).as(result.output()).isNotZero();
        return result.output();
    }

    private static String[] inTenants(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(SPACE);
        return all.toArray(String[]::new);
    }
}
