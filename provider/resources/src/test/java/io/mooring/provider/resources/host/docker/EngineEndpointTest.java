package io.mooring.provider.resources.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EngineEndpointTest {

    @Test
    void whatIsGivenCountsBeforeTheEnvironmentAndThatBeforeTheUsualSocket() {
        Map<String, String> environment = Map.of("DOCKER_HOST", "tcp://box");

        assertThat(of(Optional.of("unix:///run/it.sock"), environment))
                .hasToString("unix:///run/it.sock");
        assertThat(of(Optional.empty(), environment)).hasToString("tcp://box:2375");
        assertThat(of(Optional.empty(), Map.of())).hasToString("unix:///var/run/docker.sock");
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
                                "box", 2376, true, Optional.of(Path.of("/certs"))));
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
    void sshIsRefusedWithTheWayAround() {
        assertThatThrownBy(() -> EngineEndpoint.parse("ssh://me@box", Optional.empty()))
                .hasMessageContaining("forward its socket");
    }

    private static EngineEndpoint of(Optional<String> given, Map<String, String> environment) {
        return EngineEndpoint.of(given, Optional.empty(), environment);
    }
}
