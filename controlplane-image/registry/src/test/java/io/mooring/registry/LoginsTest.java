package io.mooring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.registry.Login.Anonymous;
import io.mooring.registry.Login.IdentityToken;
import io.mooring.registry.Login.Password;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginsTest {

    private static final RepositoryName SHOP =
            RepositoryName.parse("registry.example:5000/team/shop", Optional.empty());
    private static final String PAIR =
            Base64.getEncoder().encodeToString("me:hunter2:x".getBytes(StandardCharsets.UTF_8));

    @TempDir private Path directory = Path.of("");

    @Test
    void theEnvironmentComesBeforeFilesAndNothingIsNobody() throws IOException {
        config("{\"auths\": {\"registry.example:5000\": {\"auth\": \"" + PAIR + "\"}}}");

        assertThat(environment(Map.of())).isEqualTo(new Password("me", "hunter2:x"));
        assertThat(
                        environment(
                                Map.of(
                                        "MOORING_REGISTRY_USERNAME",
                                        "you",
                                        "MOORING_REGISTRY_PASSWORD",
                                        "p")))
                .isEqualTo(new Password("you", "p"))
                .hasToString("you:***");
        assertThat(
                        environment(
                                Map.of(
                                        "DOCKER_AUTH_CONFIG",
                                        "{\"auths\": {\"https://registry.example:5000/v2/\": {\"identitytoken\": \"t\"}}}")))
                .isEqualTo(new IdentityToken("t"));
        assertThat(Logins.ofEnvironment(Map.of("DOCKER_CONFIG", "/nowhere")).find(SHOP))
                .isEqualTo(new Anonymous());
    }

    @Test
    void theNearestPlaceCounts() throws IOException {
        config(
                """
                {"auths": {
                    "registry.example:5000": {"username": "all", "password": "a"},
                    "registry.example:5000/team": {"username": "team", "password": "b"},
                    "registry.example:5000/team/shop-eu": {"username": "other", "password": "c"}}}
                """);

        assertThat(environment(Map.of())).isEqualTo(new Password("team", "b"));
    }

    @Test
    void aSecretOfAPodIsADirectory() throws IOException {
        assertThatThrownBy(() -> Logins.ofDirectory(directory).find(SHOP))
                .hasMessage(
                        "the credentials for registry.example:5000/team/shop in %s: there should be the files username and password, or .dockerconfigjson that names registry.example:5000; is the Secret filled?",
                        directory);
        Files.writeString(
                directory.resolve(".dockerconfigjson"),
                "{\"auths\": {\"registry.example:5000\": {\"auth\": \"" + PAIR + "\"}}}");
        assertThat(Logins.ofDirectory(directory).find(SHOP))
                .isEqualTo(new Password("me", "hunter2:x"));
        Files.writeString(directory.resolve("username"), "pod\n");
        Files.writeString(directory.resolve("password"), "p\n");
        assertThat(Logins.ofDirectory(directory).find(SHOP)).isEqualTo(new Password("pod", "p"));
    }

    @Test
    void whatCannotBeReadIsSaidWithoutRepeatingIt() throws IOException {
        config("{\"auths\": {\"registry.example:5000\": {\"auth\": \"hunter2\"}}}");
        assertThatThrownBy(() -> environment(Map.of()))
                .hasMessage(
                        "reading the logins in %s: \"auth\" for registry.example:5000 is not USER:PASSWORD in Base64; log in again",
                        directory.resolve("config.json"));
        config("hunter2");
        assertThatThrownBy(() -> environment(Map.of()))
                .hasMessage(
                        "reading the logins in %s: it is no JSON",
                        directory.resolve("config.json"));
        config("{\"credHelpers\": {\"registry.example:5000\": \"not-there\"}}");
        assertThatThrownBy(() -> environment(Map.of()))
                .hasMessageStartingWith(
                        "asking docker-credential-not-there for the login at registry.example:5000: ");
    }

    @Test
    void aRegistryOfAnotherMachineIsNotCalledInTheClearUnlessTold() {
        assertThat(SHOP.plainHttp()).isFalse();
        assertThat(name("127.0.0.1:5000/a").plainHttp()).isTrue();
        assertThat(name("localhost/a").plainHttp()).isTrue();
        assertThat(name("127.0.0.1.example/a").plainHttp()).isFalse();
        assertThat(RepositoryName.parse("r.example/a", Optional.of(true)).plainHttp()).isTrue();
        for (String bad :
                new String[] {"a/b", "r.example", "r.example/", "r.example/A", "u@r.x/a"}) {
            assertThatThrownBy(() -> name(bad)).isInstanceOf(RegistryException.class);
        }
    }

    private static RepositoryName name(String text) {
        return RepositoryName.parse(text, Optional.empty());
    }

    private Login environment(Map<String, String> more) {
        var environment = new java.util.HashMap<>(more);
        environment.put("DOCKER_CONFIG", directory.toString());
        return Logins.ofEnvironment(environment).find(SHOP);
    }

    private void config(String text) throws IOException {
        Files.writeString(directory.resolve("config.json"), text);
    }
}
