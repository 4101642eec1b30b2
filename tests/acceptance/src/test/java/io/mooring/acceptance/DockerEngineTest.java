package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A control plane in a real container engine, with a node that is a machine on the LAN of the
/// engine's, told in order. Takes minutes, most of them for the image: `tools/docker-engine --test`
/// runs it alone.
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DockerEngineTest {

    private static final String LAN = "lan-" + ProcessHandle.current().pid();
    private static final String NAME = "shop";
    private static final String CONTAINER = "mooring-" + NAME;
    private static final String ADDRESS = "10.77.0.1";
    private static final String IMAGE = Tree.cache().resolve("images/control-plane.tar").toString();
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> ON_LAN =
            List.of("nsenter", "--net=/run/netns/mooring-" + LAN + "-lan");

    private static final String PLAIN =
            "{privateNodes: {enabled: true}, controlPlane: {coredns: {enabled: false}}}";

    @TempDir static Path directory;

    private Path tenant;
    private PulumiProject lan;
    private PulumiProject project;
    private ContainerEngine engine;
    private Kubectl kubectl;

    @BeforeAll
    void aLanWithAnEngineOnIt() throws IOException {
        lan = new PulumiProject(Files.createDirectory(directory.resolve("lan")), "lan");
        lan.program(Programs.cluster(LAN, 0));
        lan.up().succeeded();
        engine = ContainerEngine.start(Files.createDirectory(directory.resolve("e")), ON_LAN);
        tenant = Files.createDirectory(directory.resolve("tenant"));
        project =
                new PulumiProject(
                        tenant, "tenant", ON_LAN, Map.of("DOCKER_HOST", engine.endpoint()));
        program(PLAIN);
        set("image", IMAGE);
        set("address", ADDRESS);
    }

    private void set(String key, String value) {
        project.run("config", "set", "--stack", "tenant", key, value).succeeded();
    }

    /// The example, with another configuration.
    private void program(String config) throws IOException {
        Files.writeString(
                tenant.resolve("Pulumi.yaml"),
                Files.readString(Tree.ROOT.resolve("examples/docker/Pulumi.yaml"))
                        .replace("name: mooring-docker", "name: acceptance")
                        .replace("../../bin", Tree.ROOT.resolve("bin").toString())
                        .replace(
                                "config:\n        privateNodes: {enabled: true}",
                                "config: " + config));
    }

    @AfterAll
    void leaveNothingBehind() {
        if (project != null) {
            project.destroy();
        }
        if (engine != null) {
            engine.close();
        }
        lan.destroy();
        assertThat(Footprint.of(LAN)).isEmpty();
    }

    @Test
    @Order(1)
    void upMakesAControlPlaneThatAnswersAtTheAddress() {
        project.up().succeeded();
        Path file = Kubectl.of(directory, project.output("kubeconfig")).kubeconfig();
        kubectl = new Kubectl(file, ON_LAN, List.of());

        assertThat(project.output("endpoint")).matches("https://10\\.77\\.0\\.1:2\\d{4}");
        assertThat(kubectl.get("get", "--raw", "/readyz")).isEqualTo("ok");
        project.upIsNotNeeded();
    }

    @Test
    @Order(2)
    void aMachineOnTheLanJoinsAndItsLogsComeBackThroughTheTunnel() {
        Guest.joins(directory, LAN, project, kubectl);
    }

    @Test
    @Order(3)
    void whatTheEngineShowsHoldsNoSecret() {
        String shown = engine.inspect(CONTAINER);

        assertThat(shown).contains("\"ReadonlyRootfs\":true", "\"CapDrop\":[\"ALL\"]");
        assertThat(shown).doesNotContain("PRIVATE KEY", "client-key-data", "privateNodes");
    }

    @Test
    @Order(4)
    void aPauseStopsItAndAResumeBringsItBackAsItWas() {
        String before = containerId();

        mooring("pause", NAME);

        assertThat(engine.inspect(CONTAINER)).contains("\"Status\":\"exited\"");
        assertThat(mooring("list")).contains(NAME, "paused");
        mooring("resume", NAME);
        assertThat(containerId()).isEqualTo(before);
        assertThat(kubectl.get("get", "pod", "hello", "--no-headers")).contains("Running");
        assertThat(mooring("list")).contains("ready");
        assertThat(mooring("connect", NAME, "--print")).contains("server: https://10.77.0.1:");
        Guest.awaitLog(kubectl);
    }

    @Test
    @Order(5)
    void anotherConfigurationMakesTheContainerAnewAndKeepsWhatItHas() throws IOException {
        String before = containerId();
        String endpoint = project.output("endpoint");
        program(
                "{privateNodes: {enabled: true}, controlPlane: {coredns: {enabled: false}}, logging: {encoding: json}}");

        project.up().succeeded();

        assertThat(containerId()).isNotEqualTo(before);
        assertThat(project.output("endpoint")).isEqualTo(endpoint);
        assertThat(kubectl.get("get", "pod", "hello", "--no-headers")).contains("Running");
    }

    @Test
    @Order(6)
    void poolsOfAutoNodesFollowWithoutARestart() throws IOException {
        String before = containerId();
        program(
                "{privateNodes: {enabled: true, autoNodes: [{provider: local, dynamic: [{name: burst}]}]}, controlPlane: {coredns: {enabled: false}}, logging: {encoding: json}}");

        project.up().succeeded();

        assertThat(containerId()).isEqualTo(before);
        await("the server sees it")
                .atMost(LIMIT)
                .until(() ->
                        engine.call(
                                        "GET",
                                        "/containers/"
                                                + CONTAINER
                                                + "/logs?stdout=true&stderr=true&tail=200")
                                .output()
                                .contains("the pools of auto nodes have changed"));
    }

    @Test
    @Order(7)
    void whatSomebodyRemovedIsMended() {
        engine.call("DELETE", "/containers/" + CONTAINER + "?force=true").succeeded();

        project.upAfterRefresh().succeeded();

        assertThat(kubectl.get("get", "pod", "hello", "--no-headers")).contains("Running");
        project.upIsNotNeeded();
    }

    @Test
    @Order(8)
    void destroyLeavesNothingInTheEngine() {
        project.destroy();

        assertThat(engine.things()).isEmpty();
    }

    @Test
    @Order(9)
    void terraformMakesOneAndLeavesNothingEither() throws IOException {
        var front = new ArrayList<>(ON_LAN);
        front.addAll(List.of("env", "DOCKER_HOST=" + engine.endpoint()));
        var terraform =
                TerraformProject.of(
                                "docker",
                                Files.createDirectory(directory.resolve("terraform")),
                                Map.of("image", IMAGE, "address", ADDRESS))
                        .after(front);

        terraform.run("apply", "-auto-approve", "-no-color").succeeded();

        Path file = Kubectl.of(terraform.directory(), terraform.output("kubeconfig")).kubeconfig();
        assertThat(new Kubectl(file, ON_LAN, List.of()).get("get", "--raw", "/readyz"))
                .isEqualTo("ok");
        assertThat(terraform.output("user_data")).startsWith("#cloud-config");
        assertThat(terraform.run("plan", "-no-color", "-detailed-exitcode").exitCode()).isZero();
        assertThat(engine.inspect(CONTAINER)).contains("\"ReadonlyRootfs\":true");

        terraform.run("destroy", "-auto-approve", "-no-color").succeeded();

        assertThat(engine.things()).isEmpty();
    }

    private String containerId() {
        return engine.json("/containers/" + CONTAINER + "/json").path("Id").asString("");
    }

    private String mooring(String... arguments) {
        var command = new ArrayList<>(ON_LAN);
        command.add(Tree.ROOT.resolve("bin/mooring").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("--docker-host", engine.endpoint()));
        return Command.in(directory).run(command).succeeded();
    }
}
