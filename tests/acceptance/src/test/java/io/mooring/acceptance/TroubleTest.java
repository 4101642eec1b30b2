package io.mooring.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong around one cluster, told in order: each trouble is said clearly, loses nothing,
/// and is over with the next `pulumi up`.
@Order(4)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TroubleTest {

    private static final String NAME = "trouble-" + ProcessHandle.current().pid();
    private static final Path DATA = Path.of("/var/lib/mooring", NAME);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir static Path directory;

    private PulumiProject project;

    @BeforeAll
    void makeTheStack() {
        project = new PulumiProject(directory, "trouble");
        project.program(Programs.cluster(NAME, 1));
    }

    @AfterAll
    void leaveNothingBehind() {
        project.destroy();
        assertThat(Footprint.of(NAME)).isEmpty();
    }

    @Test
    @Order(1)
    void everyMistakeOfAConfigurationIsToldAtOnceAndNothingIsMade() {
        project.program(
                Programs.cluster(
                        NAME,
                        1,
                        """
                        networking: {podCIDRR: 10.244.0.0/16, serviceCIDR: 7}
                        logging: {encoding: [json]}
                        """));

        Command.Result up = project.up();

        assertThat(up.exitCode()).isNotZero();
        assertThat(up.output())
                .contains("config.networking.podCIDRR", "podCIDR")
                .contains("config.networking.serviceCIDR")
                .contains("config.logging.encoding");
        assertThat(Footprint.of(NAME)).isEmpty();
        project.program(Programs.cluster(NAME, 1));
    }

    @Test
    @Order(2)
    void missingUpstreamProgramsAreAllNamedAndNothingIsMade() throws IOException {
        Path some = Files.createDirectory(directory.resolve("bin"));
        for (String program : List.of("pulumi", "pulumi-language-yaml", "kine")) {
            Files.createSymbolicLink(some.resolve(program), Path.of(Tree.upstream(program)));
        }

        Command.Result up = project.upWithBinaries(some);

        assertThat(up.exitCode()).isNotZero();
        assertThat(up.output())
                .contains(
                        "running a control plane on this machine: missing %1$s/kube-apiserver, %1$s/kube-controller-manager, %1$s/kube-scheduler; run `make build upstream`"
                                .formatted(some));
        assertThat(Footprint.of(NAME)).isEmpty();
    }

    @Test
    @Order(3)
    void ctrlCInTheMiddleEndsUpAndKeepsWhatWasMade() {
        Process up = project.start("up", "--yes", "--skip-preview");
        await("the data directory")
                .atMost(LIMIT)
                .failFast("up has ended", () -> !up.isAlive())
                .until(() -> Files.exists(DATA));

        Command.in(directory).run("kill", "-INT", String.valueOf(up.pid())).succeeded();

        assertThat(project.finish(up).exitCode()).isNotZero();
        assertThat(project.count("mooring:index:ControlPlane")).isEqualTo(1);
    }

    @Test
    @Order(4)
    void theNextUpOutlivesTheDeathOfTheApiServerAndOfTheWholeServer() {
        Process up = project.start("up", "--yes", "--skip-preview");
        kill(up, "/kube-apiserver", "/" + NAME + "/");
        await("a machine")
                .atMost(LIMIT)
                .failFast("up has ended", () -> !up.isAlive())
                .until(() -> Files.isDirectory(DATA.resolve("machines")));
        kill(up, "/java", DATA + "/config.yaml");

        project.finish(up).succeeded();

        assertThat(project.count("mooring:local:Node")).isEqualTo(1);
        assertThat(kubectl("get", "nodes", "--no-headers").lines())
                .singleElement()
                .asString()
                .contains(" Ready ");
        kubectl("create", "configmap", "kept");
    }

    @Test
    @Order(5)
    void aTokenThatHasLetItsNodeInLetsNoOtherIn() {
        assertThat(tokens()).as("else it would join this machine").contains("used");
        assertThat(join(userData()).output())
                .contains(
                        "refused the join token (HTTP 401): the single-use token has been used: make a new one");
    }

    @Test
    @Order(6)
    void wrongTokensAreRefusedWithTheReason() {
        UserData given = userData();
        String expired = mooring("token", "create", "--ttl", "1s");
        await("its end")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> !tokens().contains(expired.substring(0, 6)));

        assertThat(join(given.withToken(expired)).output())
                .contains("refused the join token (HTTP 401): the token is unknown or has expired");
        assertThat(join(given.withToken("abcdef.0123456789abcdef")).output())
                .contains("refused the join token (HTTP 401): the token is unknown or has expired");
        assertThat(join(given.withToken("abcdef")).output())
                .contains("refused the join token (HTTP 401): the token is malformed: it must be");
        assertThat(join(given.withToken("not a token!")).output())
                .contains("/token does not hold a join token");
    }

    @Test
    @Order(7)
    void anotherCaThanThePinnedOneIsToldNothing() {
        String pinned = "sha256:" + "0".repeat(64);

        assertThat(join(userData().withCaHash(pinned)).output())
                .contains("has the hash sha256:", "expected was " + pinned)
                .contains("someone is in between. Nothing was sent to it");
    }

    @Test
    @Order(8)
    void aPortThatSomebodyTookIsNamedAndTheNextUpGoesOnWithAllData() throws IOException {
        stopTheService();
        int port = Integer.parseInt(Files.readString(DATA.resolve("service/port")).strip());

        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Command.Result up = project.run("up", "--yes", "--skip-preview", "--refresh");

            assertThat(up.exitCode()).isNotZero();
            assertThat(up.output())
                    .contains(
                            "starting control plane %s: something else listens on 127.0.0.1:%d, which leads to it; end that"
                                    .formatted(NAME, taken.getLocalPort()));
        }
        project.up().succeeded();

        assertThat(kubectl("get", "configmap", "kept", "-o", "name")).isEqualTo("configmap/kept");
        assertThat(kubectl("get", "nodes", "--no-headers")).contains(" Ready ");
    }

    @Test
    @Order(9)
    void aMachineWhoseTokenIsGoneGivesUpAtOnceAndTheNextUpMakesItAnew() {
        project.program(Programs.cluster(NAME, 2));
        Kubectl kubectl = kubeconfig();
        deleteTokens(kubectl);
        Process up = project.start("up", "--yes", "--skip-preview");
        await("a token")
                .atMost(LIMIT)
                .failFast("up has ended", () -> !up.isAlive())
                .until(() -> deleteTokens(kubectl).contains("deleted"));

        Command.Result gaveUp = project.finish(up);
        assertThat(gaveUp.exitCode()).isNotZero();
        assertThat(gaveUp.output())
                .contains("it gave up joining; run again to make it anew")
                .contains("refused the join token (HTTP 401): the token is unknown or has expired");

        project.up().succeeded();
        assertThat(kubectl("get", "nodes", "--no-headers").lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains(" Ready "));
    }

    /// When it dies is drawn: `-Dseed=N` draws other moments, `-Dmooring.deaths=N` more of them.
    @Test
    @Order(10)
    void aPluginThatIsKilledWhileItMakesChangesOrRemovesANodeLeavesWhatTheNextUpGoesOnWith() {
        var random = new Random(Long.getLong("seed", 20261123));
        for (int death = 0; death < Integer.getInteger("mooring.deaths", 1); death++) {
            String round = "round" + death;
            project.program(labelled(3, round));
            String making = killed("creating", random, 3000);
            project.program(labelled(3, round + "b"));
            String changing = killed("updating", random, 1200);
            project.up().succeeded();
            assertThat(
                            kubectl("get", "nodes", "-l", "round=" + round + "b", "--no-headers")
                                    .lines())
                    .as(making + changing)
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line).contains(" Ready "));

            project.program(labelled(2, round + "b"));
            String removing = killed("deleting", random, 1500);
            project.up().succeeded();
            assertThat(kubectl("get", "nodes", "--no-headers").lines()).as(removing).hasSize(2);
            assertThat(DATA.resolve("machines").toFile().list()).as(removing).hasSize(2);
            assertThat(project.count("mooring:local:Node")).isEqualTo(2);
        }
        project.upIsNotNeeded();
    }

    private static String labelled(int replicas, String round) {
        return Programs.cluster(NAME, replicas)
                .replace("replicas:", "labels: {round: " + round + "}\n      replicas:");
    }

    private String killed(String work, Random random, long longestMillis) {
        Death death = Death.drawn(Death.PULUMI, work, random, Duration.ofMillis(longestMillis));
        Process up = project.start("up", "--yes", "--skip-preview");
        return "%s%n%s%n".formatted(death, death.befalls(up, Command.in(directory)).output());
    }

    @Test
    @Order(11)
    void destroyLeavesNothing() {
        project.destroy().succeeded();

        assertThat(project.resources()).isEmpty();
        assertThat(Footprint.of(NAME)).isEmpty();
    }

    private static String deleteTokens(Kubectl kubectl) {
        return kubectl.run(
                        "--namespace=kube-system",
                        "delete",
                        "secrets",
                        "--field-selector=type=bootstrap.kubernetes.io/token")
                .output();
    }

    private static void kill(Process up, String program, String argument) {
        await("a process " + program)
                .atMost(LIMIT)
                .failFast("up has ended", () -> !up.isAlive())
                .until(() -> processes(program, argument).findAny().isPresent());
        processes(program, argument).forEach(ProcessHandle::destroyForcibly);
    }

    private static Stream<ProcessHandle> processes(String program, String argument) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").endsWith(program))
                .filter(process -> process.info().commandLine().orElse("").contains(argument));
    }

    private static void stopTheService() throws IOException {
        String supervisor = Files.readString(DATA.resolve("service/pid")).split(" ")[0];
        ProcessHandle.of(Long.parseLong(supervisor)).orElseThrow().destroy();
        await("the service's end")
                .atMost(LIMIT)
                .until(() -> Files.notExists(DATA.resolve("service/pid")));
    }

    private UserData userData() {
        try (Stream<Path> machines = Files.list(DATA.resolve("machines"))) {
            Path machine = machines.findAny().orElseThrow();
            return UserData.read(machine.resolve("seed/user-data"));
        } catch (IOException e) {
            throw new AssertionError("looking for the machine", e);
        }
    }

    private static Command.Result join(UserData given) {
        Command.Result result = given.join(directory, Path.of("/run/netns/mooring-" + NAME));
        assertThat(result.exitCode()).as(result.output()).isEqualTo(2);
        return result;
    }

    private String tokens() {
        return mooring("token", "list");
    }

    private String mooring(String... arguments) {
        var words = Stream.concat(Stream.of(Tree.launcher("mooring")), Stream.of(arguments));
        return Command.in(directory)
                .with("KUBECONFIG", kubeconfig().kubeconfig().toString())
                .run(words.toArray(String[]::new))
                .succeeded();
    }

    private Kubectl kubeconfig() {
        return Kubectl.of(directory, project.output("kubeconfig"));
    }

    private String kubectl(String... arguments) {
        return kubeconfig().get(arguments);
    }
}
