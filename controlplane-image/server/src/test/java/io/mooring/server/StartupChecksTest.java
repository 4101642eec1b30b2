package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartupChecksTest {

    private static final List<String> PROGRAMS =
            List.of("kine", "kube-apiserver", "kube-controller-manager", "kube-scheduler");
    private static final List<Path> SYSTEM = List.of(Path.of("/usr/bin"), Path.of("/bin"));

    @TempDir private Path directory = Path.of("");

    @Test
    void everyMissingProgramIsNamedAtOnce() throws IOException {
        program("kine");

        assertThatThrownBy(() -> StartupChecks.requirePrograms(PROGRAMS, directory, SYSTEM))
                .isInstanceOf(ServerException.class)
                .hasMessage(
                        "starting a control plane: kube-apiserver, kube-controller-manager,"
                                + " kube-scheduler not found in "
                                + directory
                                + "; build them with tools/build or give --bin-dir");
    }

    @Test
    void aMissingSetprivIsNamedWithItsPackage() throws IOException {
        for (String name : PROGRAMS) {
            program(name);
        }

        assertThatThrownBy(() ->
                        StartupChecks.requirePrograms(PROGRAMS, directory, List.of(directory)))
                .hasMessage(
                        "starting a control plane: setpriv not found in PATH; install the package"
                                + " util-linux");
    }

    @Test
    void everyPortInUseIsNamedAtOnce() throws IOException {
        try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var addresses = List.of(address(one), address(two));

            assertThatThrownBy(() -> StartupChecks.requireFree(addresses))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("127.0.0.1:" + one.getLocalPort() + " (")
                    .hasMessageContaining("127.0.0.1:" + two.getLocalPort() + " (");
        }
    }

    @Test
    void aPortThatWasJustLeftIsFree() throws IOException {
        InetSocketAddress left;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            left = address(socket);
        }

        assertThatCode(() -> StartupChecks.requireFree(List.of(left))).doesNotThrowAnyException();
    }

    @Test
    void aDataDirectoryWhosePathIsTooLongForSocketsIsRefused() {
        Path tooLong = Path.of("/" + "d".repeat(100));

        assertThatThrownBy(() -> StartupChecks.requireShortPath(tooLong))
                .hasMessage(
                        "opening the data directory %s: its path is 10 bytes too long for the Unix sockets in it; choose a shorter one"
                                .formatted(tooLong));
        assertThatCode(() -> StartupChecks.requireShortPath(Path.of("/" + "d".repeat(90))))
                .doesNotThrowAnyException();
    }

    @Test
    void aNameIsNoAddressToAdvertise() {
        assertThatThrownBy(() -> StartupChecks.requireAddress("control-plane.example"))
                .hasMessage(
                        "starting a control plane: --advertise-address control-plane.example is not"
                                + " an IP address; give one under which nodes reach this machine");
        assertThatCode(() -> StartupChecks.requireAddress("fd00::1")).doesNotThrowAnyException();
    }

    private void program(String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private static InetSocketAddress address(ServerSocket socket) {
        return new InetSocketAddress("127.0.0.1", socket.getLocalPort());
    }
}
