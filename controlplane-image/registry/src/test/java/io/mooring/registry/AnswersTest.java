package io.mooring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Registries that break off in the middle.
final class AnswersTest {

    private static final int MORE_THAN_FITS = 32 << 20;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void aListWithoutItsSecondPageIsNone() {
        server.createContext(
                "/v2/",
                exchange -> {
                    if ("page=2".equals(exchange.getRequestURI().getQuery())) {
                        answer(exchange, 404, "{}");
                    } else {
                        exchange.getResponseHeaders()
                                .set("Link", "</v2/team/shop/tags/list?page=2>; rel=\"next\"");
                        answer(exchange, 200, "{\"tags\": [\"a\"]}");
                    }
                });

        try (Repository repository = repository()) {
            assertThatThrownBy(repository::tags)
                    .hasMessageStartingWith("listing the tags of " + repository + ": ");
        }
    }

    @Test
    void nothingLeadsFromHttpsToAnotherWithoutIt() throws IOException {
        var name = RepositoryName.of("registry.example", "team/shop", Optional.empty());
        URI from = URI.create("https://registry.example/v2/team/shop/tags/list");
        try (var transport = new Transport(name, Logins.ofEnvironment(Map.of()), Tries.USUAL)) {
            assertThat(transport.further(from, "list?n=1"))
                    .isEqualTo(URI.create("https://registry.example/v2/team/shop/tags/list?n=1"));
            assertThat(transport.further(from, "http://registry.example/x"))
                    .isEqualTo(URI.create("https://registry.example/x"));
            assertThatThrownBy(() -> transport.further(from, "http://elsewhere.example/x"))
                    .hasMessageContaining("only https may be used");
        }
    }

    @Test
    void anAnswerThatAsksForALoginInVainIsLetGo() throws InterruptedException {
        var done = new CountDownLatch(1);
        server.createContext("/token", exchange -> answer(exchange, 403, "{}"));
        server.createContext(
                "/v2/",
                exchange -> {
                    exchange.getResponseHeaders()
                            .set(
                                    "WWW-Authenticate",
                                    "Bearer realm=\"http://%s/token\"".formatted(address()));
                    try {
                        answer(exchange, 401, " ".repeat(MORE_THAN_FITS));
                    } finally {
                        done.countDown();
                    }
                });

        try (Repository repository = repository()) {
            assertThatThrownBy(() -> repository.manifest("a"))
                    .hasMessageContaining("for a token for");

            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private Repository repository() {
        return Repository.open(
                RepositoryName.parse(address() + "/team/shop", Optional.empty()),
                Logins.of("me", "hunter2"),
                1000,
                new Tries(2, Duration.ofMillis(1)));
    }

    private String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
