package io.mooring.provider.resources.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EngineEndpointTest {

    @Test
    void whatIsGivenCountsBeforeTheEnvironmentAndThatBeforeTheUsualSocket() {
        Map<String, String> environment = Map.of("DOCKER_HOST", "tcp://127.0.0.1");

        assertThat(of(Optional.of("unix:///run/it.sock"), environment))
                .hasToString("unix:///run/it.sock");
        assertThat(of(Optional.empty(), environment)).hasToString("tcp://127.0.0.1:2375");
        assertThat(of(Optional.empty(), Map.of())).hasToString("unix:///var/run/docker.sock");
    }

    @Test
    void anEngineIsTheSameByWhicheverPathItsSocketIsReached(@TempDir Path directory)
            throws IOException {
        Path socket = Files.createFile(directory.resolve("engine.sock"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);

        assertThat(EngineEndpoint.isSame("unix://" + socket, "unix://" + link + "/engine.sock"))
                .isTrue();
        assertThat(EngineEndpoint.isSame("unix://" + socket, "unix://" + directory + "/other"))
                .isFalse();
        assertThat(EngineEndpoint.isSame("unix://" + socket, "tcp://box:2376")).isFalse();
        assertThat(of(Optional.of("https://box"), Map.of()).address()).isEqualTo("tcp://box:2376");
    }

    @Test
    void certificatesMeanTlsAndItsPort() {
        Map<String, String> environment =
                Map.of(
                        "DOCKER_HOST", "tcp://box",
                        "DOCKER_TLS_VERIFY", "1",
                        "DOCKER_CERT_PATH", "/certs");

        assertThat(of(Optional.empty(), environment))
                .isEqualTo(
                        new EngineEndpoint.OnPort(
                                "box", 2376, true, false, Optional.of(Path.of("/certs"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "box:2375", "unix://", "unix://host/x", "tcp://", "tcp://b/x", "a b"})
    void whatIsNoAddressIsRefusedWithTheForms(String text) {
        assertThatThrownBy(() -> EngineEndpoint.parse(text, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"%s\" is no address of an engine; write unix:///PATH or tcp://HOST:PORT"
                                .formatted(text));
    }

    @Test
    void nothingGoesToAnotherMachineInClearTextUnlessThatIsSaid() {
        assertThatThrownBy(() -> of(Optional.of("tcp://box"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"tcp://box\" is another machine's port without TLS, on which keys and passwords would go in clear text; give host.docker.certPath (or DOCKER_TLS_VERIFY and DOCKER_CERT_PATH), forward its socket by SSH, or write http://box:2375 if nobody can listen in between");
        assertThatThrownBy(() -> of(Optional.empty(), Map.of("DOCKER_HOST", "tcp://10.8.0.1:1")))
                .hasMessageContaining("without TLS");
        assertThat(of(Optional.of("http://box"), Map.of())).hasToString("http://box:2375");
        assertThat(of(Optional.of("https://box"), Map.of())).hasToString("https://box:2376");
        assertThat(of(Optional.of("tcp://[::1]"), Map.of())).hasToString("tcp://[::1]:2375");
        assertThat(of(Optional.of("tcp://localhost"), Map.of()))
                .hasToString("tcp://localhost:2375");
    }

    @Test
    void sshIsRefusedWithTheWayAround() {
        assertThatThrownBy(() -> EngineEndpoint.parse("ssh://me@box", Optional.empty()))
                .hasMessageContaining("forward its socket");
    }

    private static EngineEndpoint of(Optional<String> given, Map<String, String> environment) {
        return EngineEndpoint.of(given, Optional.empty(), environment);
    }
}
