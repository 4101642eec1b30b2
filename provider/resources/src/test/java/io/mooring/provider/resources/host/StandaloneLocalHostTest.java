package io.mooring.provider.resources.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mooring.api.Release;
import io.mooring.kube.KubeClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The host with a shell script in the server's place. The real server is in LocalClusterIT.
final class StandaloneLocalHostTest {

    private static final String SERVER =
            """
            #!/bin/sh
            echo "$$" >>"$5/../pids"
            echo "config: $(cat "$3")"
            while :; do sleep 60 & wait $!; done
            """;

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Release USUAL = new Release(34, 4);

    @TempDir Path directory;

    private final PlainService services = new PlainService(Duration.ofSeconds(2));
    private ControlPlaneFiles files;
    private StandaloneLocalHost host;

    @BeforeEach
    void installAStandIn() throws IOException {
        for (String program :
                List.of("kine", "kube-apiserver", "kube-controller-manager", "kube-scheduler")) {
            program(program, "#!/bin/sh\n");
        }
        program("mooring", SERVER);
        files = new ControlPlaneFiles(directory.resolve("data"));
        host =
                host(
                        new Installation(
                                directory.resolve("mooring"),
                                directory,
                                directory,
                                Optional.empty()));
    }

    @AfterEach
    void removeEverything() {
        host.remove("unit", files, new GivenPatience(Duration.ZERO));
    }

    @Test
    void theConfigurationIsForItsOwnerOnly() throws IOException {
        start("a: 1\n");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.config())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.data())))
                .isEqualTo("rwx------");
    }

    @Test
    void startingAgainWithTheSameConfigurationLeavesTheServerAlone() throws IOException {
        int first = start("a: 1\n");
        await().until(() -> pids().size() == 1);

        int second = start("a: 1\n");

        assertThat(second).isEqualTo(first);
        assertThat(pids()).hasSize(1);
    }

    @Test
    void anotherConfigurationRestartsTheServer() throws IOException {
        start("a: 1\n");
        await().until(() -> pids().size() == 1);

        start("a: 2\n");

        await().until(() -> pids().size() == 2);
        await().until(() -> log().contains("config: a: 2"));
    }

    @Test
    void whatARunningServerSeesByItselfIsWrittenAndRestartsNothing() throws IOException {
        start("a: 1\n#pools: 1\n");
        await().until(() -> pids().size() == 1);

        start("a: 1\n#pools: 2\n");

        assertThat(pids()).hasSize(1);
        assertThat(files.config()).hasContent("a: 1\n#pools: 2\n");
    }

    @Test
    void aServerThatDoesNotAnswerIsToldWithTheEndOfItsLog() throws IOException {
        start("a: 1\n");
        await().until(() -> log().contains("config: a: 1"));

        assertThatThrownBy(() -> host.awaitReady(spec("a: 1\n"), new GivenPatience(Duration.ZERO)))
                .isInstanceOf(HostFailure.NotReady.class)
                .hasMessageStartingWith(
                        "starting control plane unit: it was not ready in time; last seen: the server does not answer yet (")
                .hasMessageContaining("The end of its log (" + files.log() + "):")
                .hasMessageContaining("config: a: 1");
    }

    @Test
    void aServerThatEndsAgainAndAgainIsNotWaitedForToTheEnd() throws IOException {
        program("mooring", "#!/bin/sh\necho cannot bind >&2\nexit 1\n");
        start("a: 1\n");
        Path restarts = files.service().resolve("restarts.server");
        await().until(() -> Files.exists(restarts) && log().contains("restart 1 in"));
        Files.writeString(restarts, "5\n");

        assertThatThrownBy(() ->
                        host.awaitReady(spec("a: 1\n"), new GivenPatience(Duration.ofMinutes(5))))
                .isInstanceOf(HostFailure.NotReady.class)
                .hasMessageContaining("it ends again and again")
                .hasMessageContaining("cannot bind");
    }

    @Test
    void aReleaseWhoseProgramsAreMissingStopsNothing() {
        start("a: 1\n");

        assertThatThrownBy(() ->
                        host.start(
                                spec("a: 2\n", new Release(35, 4)),
                                new GivenPatience(Duration.ZERO)))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessageContaining("/kubernetes/v1.35.4/kube-apiserver, ")
                .hasMessageContaining("run `make build upstream`");
        assertThat(files.config()).hasContent("a: 1");
    }

    @Test
    void aNameThatAnotherHasIsRefused() {
        host.claim(spec("a: 1\n"));
        var other =
                new LocalClusterSpec(
                        "unit", "stack shop/prod, resource x", files, "a: 1\n", "a: 1\n", USUAL);

        assertThatThrownBy(() -> host.claim(other))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(
                        "making control plane unit: this machine has one of that name, which belongs to stack shop/dev, resource unit; choose another name");
    }

    @Test
    void aDirectoryThatHoldsSomethingElseIsLeftAlone() throws IOException {
        Files.createDirectories(files.data());
        Path letter = Files.writeString(files.data().resolve("letter"), "dear");

        assertThatThrownBy(() -> host.claim(spec("a: 1\n")))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessageContaining("holds something else");
        host.remove("unit", files, new GivenPatience(Duration.ZERO));
        assertThat(letter).exists();
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() throws IOException {
        Files.delete(directory.resolve("kine"));
        Files.delete(directory.resolve("mooring"));

        assertThatThrownBy(() -> host.claim(spec("a: 1\n")))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessageContaining(
                        directory.resolve("mooring") + ", " + directory.resolve("kine"));
    }

    @Test
    void aNodeIsNotTriedWithoutItsPrograms() throws IOException {
        program("konnectivity-agent", "#!/bin/sh\n");
        var installation =
                new Installation(
                        directory.resolve("mooring"),
                        directory,
                        directory.resolve("root"),
                        Optional.empty());

        assertThatThrownBy(installation::requireForNodes)
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage(
                        "running a node on this machine: missing %1$s/kubelet, %1$s/root; run `make build upstream`, or set MOORING_HOME and MOORING_BIN_DIR, then run again"
                                .formatted(directory));
    }

    @Test
    void aPortThatSomebodyTookMeanwhileIsNamedAndTheNextStartGoesOn() throws IOException {
        int port = start("a: 1\n");
        killSupervisor();
        services.stop(service(port));

        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start("a: 1\n"))
                    .isInstanceOf(HostFailure.Unusable.class)
                    .hasMessage(
                            "starting control plane unit: something else listens on 127.0.0.1:%1$d, which leads to it; end that (`ss -ltnp sport = :%1$d` names it) and run again"
                                    .formatted(taken.getLocalPort()));
        }

        assertThat(start("a: 1\n")).isEqualTo(port);
    }

    @Test
    void removingLeavesNoProcessAndNoFile() throws IOException {
        start("a: 1\n");
        await().until(() -> pids().size() == 1);

        host.remove("unit", files, new GivenPatience(Duration.ZERO));

        assertThat(files.data()).doesNotExist();
        assertThat(ProcessHandle.of(pids().getFirst()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(host.state("unit", files)).isEqualTo(new ClusterState.Absent());
    }

    @Test
    void aServiceThatWasKilledIsDown() throws IOException {
        start("a: 1\n");

        killSupervisor();

        await().until(() ->
                host.state("unit", files)
                        .equals(new ClusterState.Down("its service does not run")));
    }

    @Test
    void aPausedOneIsKnownForThatAndKeepsWhatItHas() throws IOException {
        int port = start("a: 1\n");
        await().until(() -> pids().size() == 1);

        PausedCluster paused = host.pause("unit", files, NOON, new GivenPatience(Duration.ZERO));
        PausedCluster again =
                host.pause("unit", files, NOON.plusSeconds(60), new GivenPatience(Duration.ZERO));

        assertThat(paused).isEqualTo(new PausedCluster("2026-11-22T12:00:00Z", 1, 0));
        assertThat(again).isEqualTo(paused);
        assertThat(ProcessHandle.of(pids().getFirst()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(host.state("unit", files))
                .isEqualTo(new ClusterState.Paused("2026-11-22T12:00:00Z"));
        assertThat(files.config()).hasContent("a: 1");
        assertThat(LoopbackPort.recorded(files.service().resolve("port"))).hasValue(port);
    }

    @Test
    void resumingStartsItWithWhatItRanWithAndWaitsForIt() throws IOException {
        start("a: 1\n");
        await().until(() -> pids().size() == 1);
        host.pause("unit", files, NOON, new GivenPatience(Duration.ZERO));

        assertThatThrownBy(() -> host.resume("unit", files, new GivenPatience(Duration.ZERO)))
                .isInstanceOf(HostFailure.NotReady.class)
                .hasMessageContaining("it was not ready in time; last seen: the server does not");

        await().until(() -> pids().size() == 2);
        assertThat(host.state("unit", files)).isInstanceOf(ClusterState.Down.class);
    }

    @Test
    void aStartEndsAPause() throws IOException {
        start("a: 1\n");
        await().until(() -> pids().size() == 1);
        host.pause("unit", files, NOON, new GivenPatience(Duration.ZERO));

        start("a: 1\n");
        killSupervisor();

        await().until(() ->
                host.state("unit", files)
                        .equals(new ClusterState.Down("its service does not run")));
    }

    @Test
    void whatNobodyMadeIsNeitherPausedNorResumed() {
        String missing =
                " control plane unit: none of that name was started on this machine by a declaration; `mooring list` shows those there are, and --namespace asks in a host cluster";

        assertThatThrownBy(() -> host.pause("unit", files, NOON, new GivenPatience(Duration.ZERO)))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage("pausing" + missing);
        assertThatThrownBy(() -> host.resume("unit", files, new GivenPatience(Duration.ZERO)))
                .isInstanceOf(HostFailure.Unusable.class)
                .hasMessage("resuming" + missing);
        assertThat(files.data()).doesNotExist();
    }

    private void killSupervisor() throws IOException {
        String[] supervisor = Files.readString(files.service().resolve("pid")).split(" ");
        ProcessHandle.of(Long.parseLong(supervisor[0])).orElseThrow().destroyForcibly();
    }

    private ServiceSpec service(int port) {
        return new ServiceSpec(
                "unit",
                files,
                Path.of("/proc/self/ns/net"),
                port,
                directory.resolve("mooring"),
                Map.of());
    }

    private int start(String config) {
        host.claim(spec(config));
        return host.start(spec(config), new GivenPatience(Duration.ZERO));
    }

    private LocalClusterSpec spec(String config) {
        return spec(config, USUAL);
    }

    private LocalClusterSpec spec(String config, Release release) {
        String readAtStart = config.replaceAll("#.*", "");
        return new LocalClusterSpec(
                "unit", "stack shop/dev, resource unit", files, config, readAtStart, release);
    }

    private StandaloneLocalHost host(Installation installation) {
        return new StandaloneLocalHost(
                installation, new NoNetwork(), services, new KubeClients(Duration.ofSeconds(5)));
    }

    private void program(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private List<Long> pids() throws IOException {
        Path pids = directory.resolve("pids");
        return Files.exists(pids)
                ? Files.readAllLines(pids).stream().map(Long::parseLong).toList()
                : List.of();
    }

    private String log() throws IOException {
        return Files.readString(files.log());
    }

    /// The network of the test itself.
    private static final class NoNetwork implements ClusterNetwork {
        @Override
        public Path ensure(String cluster) {
            return Path.of("/proc/self/ns/net");
        }

        @Override
        public void remove(String cluster) {}
    }
}
