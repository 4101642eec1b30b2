package io.mooring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A registry that wants a token of another server, and one that sends elsewhere for its blobs.
final class TokenTest {

    private static final byte[] BYTES = "blob".getBytes(StandardCharsets.UTF_8);

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private HttpServer elsewhere;
    private String location = "";
    private int failures;

    @BeforeEach
    void start() throws IOException {
        elsewhere =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/stored", this::stored);
        elsewhere.start();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::token);
        server.createContext("/v2/", this::registry);
        server.start();
        location = "http://" + address(elsewhere) + "/stored";
    }

    @AfterEach
    void stop() {
        server.stop(0);
        elsewhere.stop(0);
    }

    @Test
    void aTokenIsAskedForOnceAndGoesToTheRegistryAlone() throws IOException {
        Descriptor blob = Blob.of(BYTES).descriptor("a/b");
        try (Repository repository = repository(Logins.of("me", "hunter2"))) {
            for (int i = 0; i < 2; i++) {
                try (var in = repository.blob(blob)) {
                    assertThat(in.readAllBytes()).isEqualTo(BYTES);
                }
            }
        }

        assertThat(asked)
                .containsExactly(
                        "GET blob, none",
                        "token for registry.example and repository:team/shop:pull by Basic bWU6aHVudGVyMg==",
                        "GET blob, Bearer t",
                        "stored, none",
                        "GET blob, Bearer t",
                        "stored, none");
    }

    @Test
    void aServerThatFailsIsAskedAgainAndOneThatRefusesIsNot() {
        try (Repository repository = repository(Logins.of("me", "wrong"))) {
            assertThatThrownBy(() -> repository.manifest("a"))
                    .hasMessage(
                            "asking 127.0.0.1 for a token for %s: HTTP status 403; check the login at %s",
                            repository, address(server));
            assertThat(asked).hasSize(2);
        }
        asked.clear();
        failures = 2;
        try (Repository repository = repository(Logins.of("me", "hunter2"))) {
            assertThat(repository.has(Digests.of(BYTES))).isTrue();
        }
        assertThat(asked).hasSize(5);
    }

    @Test
    void aChallengeIsReadHoweverItIsWritten() {
        Challenge challenge =
                Challenge.of(
                        List.of(
                                "Basic realm=\"r\"",
                                "Bearer realm=\"https://a/t?x=1,2\", service=s,scope=\"repository:a:pull,push\""));

        assertThat(challenge.isBearer()).isTrue();
        assertThat(challenge.parameters())
                .isEqualTo(
                        Map.of(
                                "realm",
                                "https://a/t?x=1,2",
                                "service",
                                "s",
                                "scope",
                                "repository:a:pull,push"));
        assertThat(Challenge.of(List.of("Negotiate")).isBasic()).isFalse();
        assertThat(Challenge.of(List.of("Negotiate")).isBearer()).isFalse();
    }

    private void registry(HttpExchange exchange) throws IOException {
        String authorization = authorization(exchange);
        asked.add(exchange.getRequestMethod() + " blob, " + authorization);
        if (failures > 0 && authorization.startsWith("Bearer")) {
            failures--;
            answer(exchange, 503, new byte[0]);
        } else if (!authorization.equals("Bearer t")) {
            exchange.getResponseHeaders()
                    .add(
                            "WWW-Authenticate",
                            "Bearer realm=\"http://%s/token\",service=\"registry.example\",scope=\"repository:team/shop:pull\""
                                    .formatted(address(server)));
            answer(exchange, 401, new byte[0]);
        } else if (exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().add("Location", location);
            answer(exchange, 307, new byte[0]);
        } else {
            answer(exchange, 200, new byte[0]);
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        asked.add(
                query.replaceFirst("service=(.*)&scope=(.*)", "token for $1 and $2 by ")
                        + authorization(exchange));
        boolean isKnown = authorization(exchange).equals("Basic bWU6aHVudGVyMg==");
        answer(
                exchange,
                isKnown ? 200 : 403,
                "{\"access_token\": \"t\"}".getBytes(StandardCharsets.UTF_8));
    }

    private void stored(HttpExchange exchange) throws IOException {
        asked.add("stored, " + authorization(exchange));
        answer(exchange, 200, BYTES);
    }

    private static String authorization(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("none");
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Repository repository(Logins logins) {
        return Repository.open(
                RepositoryName.parse(address(server) + "/team/shop", Optional.empty()),
                logins,
                Repository.CHUNK_BYTES,
                new Tries(3, Duration.ofMillis(1)));
    }

    private static String address(HttpServer of) {
        return "127.0.0.1:" + of.getAddress().getPort();
    }
}
