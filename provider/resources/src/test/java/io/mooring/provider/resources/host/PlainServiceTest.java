package io.mooring.provider.resources.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The supervisor, with a shell script in the server's place and this process's own network
/// namespace.
final class PlainServiceTest {

    private static final String WELL_BEHAVED =
            """
            trap 'echo told to stop; kill $nap; exit 0' TERM
            echo "$$" >>"$5/pids"
            echo "serving with $*"
            while :; do sleep 60 & nap=$!; wait $nap; done
            """;

    @TempDir Path data;

    private final PlainService service = new PlainService(Duration.ofSeconds(5));
    private ServiceSpec spec;

    @BeforeEach
    void describeTheService() throws IOException {
        Files.createDirectories(data.resolve("run"));
        spec =
                new ServiceSpec(
                        "demo",
                        new ControlPlaneFiles(data),
                        Path.of("/proc/self/ns/net"),
                        freePort(),
                        data.resolve("mooring"),
                        Map.of("MOORING_LOG_BYTES", "2000", "MOORING_LOG_CHECK_SECONDS", "0.1"));
    }

    @AfterEach
    void stop() {
        service.stop(spec);
    }

    @Test
    void theServerIsStartedWithItsConfigAndDataDirectory() throws IOException {
        server(WELL_BEHAVED);

        service.start(spec);

        awaitLog(
                "serving with server --config "
                        + data
                        + "/config.yaml --data-dir "
                        + data
                        + " --name demo");
        assertThat(service.status(spec)).isEqualTo(new ServiceStatus.Running(0));
    }

    @Test
    void startingTwiceRunsOneServer() throws IOException {
        server(WELL_BEHAVED);

        service.start(spec);
        service.start(spec);

        awaitLog("serving with");
        assertThat(serverPids()).hasSize(1);
    }

    @Test
    void aServerThatIsKilledIsStartedAgain() throws IOException {
        server(WELL_BEHAVED);
        service.start(spec);
        await().until(() -> serverPids().size() == 1);

        ProcessHandle.of(serverPids().getFirst()).orElseThrow().destroyForcibly();

        await().atMost(Duration.ofSeconds(10)).until(() -> serverPids().size() == 2);
        assertThat(service.status(spec)).isEqualTo(new ServiceStatus.Running(1));
        assertThat(service.lastLogLines(spec, 50))
                .anyMatch(
                        line -> line.endsWith("supervise: server ended with 137; restart 1 in 1s"));
    }

    @Test
    void stoppingEndsTheServerInOrderAndLeavesNoProcess() throws IOException {
        server(WELL_BEHAVED);
        service.start(spec);
        await().until(() -> serverPids().size() == 1);

        service.stop(spec);

        assertThat(service.status(spec)).isEqualTo(new ServiceStatus.Stopped());
        assertThat(service.lastLogLines(spec, 50)).contains("told to stop");
        assertThat(processesNaming(data)).isEmpty();
    }

    @Test
    void aServerThatIgnoresTheStopIsKilled() throws IOException {
        var impatient = new PlainService(Duration.ofMillis(300));
        server(
                """
                trap '' TERM
                echo "$$" >>"$5/pids"
                while :; do sleep 60; done
                """);
        impatient.start(spec);
        await().until(() -> serverPids().size() == 1);

        impatient.stop(spec);

        assertThat(processesNaming(data)).isEmpty();
    }

    @Test
    void whatADeadSupervisorLeftIsEndedBeforeANewStart() throws IOException {
        server(WELL_BEHAVED);
        service.start(spec);
        await().until(() -> serverPids().size() == 1);
        String[] supervisor = Files.readString(data.resolve("service/pid")).split(" ");
        ProcessHandle.of(Long.parseLong(supervisor[0])).orElseThrow().destroyForcibly();
        await().until(() -> service.status(spec) instanceof ServiceStatus.Stopped);

        service.start(spec);

        await().until(() -> serverPids().size() == 2);
        long first = serverPids().getFirst();
        await().until(() -> ProcessHandle.of(first).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void theRelayLeadsFromTheLoopbackPortToTheSocket() throws IOException {
        server(WELL_BEHAVED);
        service.start(spec);

        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(data.resolve("run/api.sock")));
            await().ignoreExceptions().until(() -> connect().getInetAddress() != null);
            try (var client = connect();
                    var served = listener.accept()) {
                client.getOutputStream().write('x');
                assertThat(served).isNotNull();
            }
        }
    }

    @Test
    void theLogStaysBounded() throws IOException {
        server(
                """
                i=0
                while [ $i -lt 400 ]; do echo "line $i of a talkative server"; i=$((i + 1)); done
                """
                        + WELL_BEHAVED);

        service.start(spec);

        await().until(() -> Files.exists(data.resolve("service/log.1")));
        await().until(() -> Files.size(data.resolve("service/log")) <= 2000);
        assertThat(Files.size(data.resolve("service/log.1"))).isLessThanOrEqualTo(1000);
    }

    @Test
    void aServiceThatCannotStartSaysWhy() throws IOException {
        Files.writeString(data.resolve("mooring"), "not executable");
        var broken =
                new ServiceSpec(
                        "demo",
                        new ControlPlaneFiles(data.resolve("absent")),
                        spec.networkNamespace(),
                        spec.port(),
                        spec.launcher(),
                        Map.of("PATH", "/nonexistent"));

        assertThatThrownBy(() -> service.start(broken))
                .isInstanceOf(HostFailure.class)
                .hasMessageContaining("control plane demo");
    }

    private void server(String body) throws IOException {
        Path launcher = data.resolve("mooring");
        Files.writeString(launcher, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }

    private List<Long> serverPids() throws IOException {
        Path pids = data.resolve("pids");
        return Files.exists(pids)
                ? Files.readAllLines(pids).stream().map(Long::parseLong).toList()
                : List.of();
    }

    private void awaitLog(String text) {
        await().untilAsserted(() ->
                assertThat(service.lastLogLines(spec, 50)).anyMatch(line -> line.contains(text)));
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), spec.port());
    }

    private static List<String> processesNaming(Path directory) {
        return ProcessHandle.allProcesses()
                .map(p -> p.info().commandLine().orElse(""))
                .filter(line -> line.contains(directory.toString()))
                .toList();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
