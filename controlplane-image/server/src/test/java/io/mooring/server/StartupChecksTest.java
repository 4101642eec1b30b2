package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.api.ConfigLoader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    void programsOfAFurtherReleaseAreBuiltOtherwise() {
        var programs = List.of("kubernetes/v1.35.4/kube-apiserver");

        assertThatThrownBy(() -> StartupChecks.requirePrograms(programs, directory, SYSTEM))
                .hasMessage(
                        "starting a control plane: kubernetes/v1.35.4/kube-apiserver not found in "
                                + directory
                                + "; build them with make upstream, take the image of that release,"
                                + " or give --bin-dir");
    }

    @Test
    void missingToolsAreNamedWithTheirPackages() throws IOException {
        for (String name : PROGRAMS) {
            program(name);
        }

        assertThatThrownBy(() ->
                        StartupChecks.requirePrograms(PROGRAMS, directory, List.of(directory)))
                .hasMessage(
                        "starting a control plane: not found in PATH: nice (package coreutils),"
                                + " setpriv (package util-linux); install what they are in");
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

    @Test
    void replicasAreWhatTheConfigurationSaysAndEachIsOneOfThem() {
        var members = List.of(member("shop-0"), member("shop-1"), member("shop-2"));
        var three = new Replicas("shop-1", members, "shop-shared");

        assertThatCode(() -> StartupChecks.requireReplicas(settings(3), Optional.of(three)))
                .doesNotThrowAnyException();
        assertThatCode(() -> StartupChecks.requireReplicas(settings(1), Optional.empty()))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> StartupChecks.requireReplicas(settings(3), Optional.empty()))
                .hasMessage(
                        "starting a control plane: controlPlane.statefulSet.highAvailability.replicas is 3, and --member was given for 1; each replica is given --replica, --shared-secret and one --member for each");
        assertThatThrownBy(() -> new Replicas("shop-3", members, "shop-shared"))
                .hasMessage(
                        "starting a replica: --replica shop-3 is none of the members shop-0, shop-1, shop-2; name one of them, and all of them by --member NAME=HOST");
        assertThatThrownBy(() ->
                        new Replicas("shop-0", List.of(member("shop-0"), member("shop-0")), "s"))
                .hasMessageContaining("are not all different");
        assertThatThrownBy(() -> new Replicas("shop-0", members, ""))
                .hasMessageContaining("--shared-secret is missing");
    }

    private static Replicas.Member member(String name) {
        return Replicas.Member.of(name, name + ".shop-headless");
    }

    private static ControlPlaneSettings settings(int replicas) {
        String yaml =
                "{privateNodes: {enabled: true}, controlPlane: {backingStore: {etcd: {embedded: {enabled: true}}}, statefulSet: {highAvailability: {replicas: "
                        + replicas
                        + "}}}}";
        return new ControlPlaneSettings(
                ConfigLoader.load(yaml).config(),
                "shop",
                "10.1.0.7:8443",
                "10.1.0.7",
                List.of(),
                new InetSocketAddress("127.0.0.1", 8443),
                "10.96.0.0/12");
    }

    private static InetSocketAddress address(ServerSocket socket) {
        return new InetSocketAddress("127.0.0.1", socket.getLocalPort());
    }
}
