package io.mooring.acceptance.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mooring.acceptance.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The whole server with the real upstream programs, as a user starts it.
@Order(10)
final class ServerLifeTest {

    @TempDir private static Path directory = Path.of("");
    private static Optional<RealServer> running = Optional.empty();

    @BeforeAll
    static void start() throws IOException {
        RealServer launched = RealServer.launch(directory);
        running = Optional.of(launched);
        launched.awaitReady();
    }

    @AfterAll
    static void end() {
        running.ifPresent(RealServer::close);
    }

    @Test
    void everyCheckIsListedOnceItIsReady() {
        assertThat(server().health("/readyz"))
                .contains(
                        "[+]kine-process ok\n",
                        "[+]kube-apiserver-process ok\n",
                        "[+]kube-controller-manager-process ok\n",
                        "[+]kube-scheduler-process ok\n",
                        "[+]kube-apiserver ok\n",
                        "[+]start ok\n");
        assertThat(server().health("/metrics")).contains("mooring_child_up{child=\"kine\"} 1\n");
    }

    @Test
    void kubectlWorksThroughTheExposedPort() {
        Command.Result namespaces = server().kubectl("get", "namespaces", "-o", "name");

        assertThat(namespaces.output()).contains("namespace/default\n", "namespace/kube-system\n");
        assertThat(namespaces.exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kine", "kube-apiserver", "kube-controller-manager", "kube-scheduler"})
    void aChildThatIsKilledIsStartedAgainAndTheClusterWorks(String name) {
        ProcessHandle killed = server().child(name);

        killed.destroyForcibly();

        await(name)
                .until(() ->
                        !server().health("/readyz").startsWith("HTTP/1.1 200")
                                || fresh(name, killed));
        server().awaitReady();
        assertThat(server().child(name).pid()).isNotEqualTo(killed.pid());
        Command.Result made = server().kubectl("create", "configmap", "after-" + name);
        assertThat(made.output()).isEqualTo("configmap/after-" + name + " created\n");
    }

    @Test
    void aSecondServerOnTheSameDataIsRefusedAndToldWhoHoldsIt() {
        Command.Result second =
                RealServer.run(RealServer.commandLine(directory, server().dataDir()));

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output())
                .endsWith(
                        "mooring server: opening the data directory %s: another server (pid %d) holds it; stop that one first\n"
                                .formatted(server().dataDir(), server().pid()));
    }

    private static boolean fresh(String name, ProcessHandle old) {
        return server().children().stream()
                .filter(child -> child.info().command().orElse("").endsWith("/" + name))
                .anyMatch(child -> child.pid() != old.pid());
    }

    static RealServer server() {
        return running.orElseThrow();
    }

    @Nested
    final class WithACloud extends CloudBeside {}

    /// After all else, with a server that has been through it.
    @Nested
    final class WithTunnelServers extends TunnelsBeside {}
}
