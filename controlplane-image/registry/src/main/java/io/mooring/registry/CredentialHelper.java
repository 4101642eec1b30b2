package io.mooring.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A program `docker-credential-NAME` that keeps logins: it is asked for a host by its standard
/// input, and answers in JSON.
final class CredentialHelper {

    private static final int LIMIT_SECONDS = 30;

    /// What stands where the name would, if the secret is a token.
    private static final String TOKEN = "<token>";

    private CredentialHelper() {}

    /// @return empty if it knows none
    static Optional<Login> ask(String name, String host) {
        if (!name.matches("[A-Za-z0-9_.-]+")) {
            throw failed(name, host, "that is no name of a helper", null);
        }
        try {
            Process process = new ProcessBuilder("docker-credential-" + name, "get").start();
            try {
                return answer(process, name, host);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw failed(name, host, String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<Login> answer(Process process, String name, String host)
            throws IOException {
        try (var in = process.getOutputStream()) {
            in.write(host.getBytes(StandardCharsets.UTF_8));
        }
        var ending = process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
        var _ = ending.exceptionally(_ -> process.destroyForcibly());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                if (said.contains("credentials not found")) {
                    return Optional.empty();
                }
                throw failed(name, host, said.strip(), null);
            }
            return Optional.of(login(JsonMapper.shared().readTree(said)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(name, host, "interrupted", e);
        } catch (JacksonException _) {
            throw failed(name, host, "its answer is no JSON", null);
        }
    }

    private static Login login(JsonNode answer) {
        String username = answer.path("Username").asString("");
        String secret = answer.path("Secret").asString("");
        return username.equals(TOKEN)
                ? new Login.IdentityToken(secret)
                : new Login.Password(username, secret);
    }

    private static RegistryException failed(
            String name, String host, String why, @Nullable Throwable e) {
        String message =
                "asking docker-credential-%s for the login at %s: %s".formatted(name, host, why);
        return e == null
                ? new RegistryException(RegistryException.Kind.REFUSED, message)
                : new RegistryException(RegistryException.Kind.REFUSED, message, e);
    }
}
