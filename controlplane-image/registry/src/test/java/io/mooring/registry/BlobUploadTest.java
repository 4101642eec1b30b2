package io.mooring.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mooring.registry.RegistryException.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A registry that fails as it is told to.
final class BlobUploadTest {

    private static final Blob BLOB = Blob.of("ten bytes!".getBytes(StandardCharsets.UTF_8));
    private static final int CHUNK = 4;

    /// @param range what it has by now, if it says so
    /// @param code of an error
    private record Answer(int status, String range, String code) {

        static Answer has(int status, int bytes) {
            return new Answer(status, bytes == 0 ? "" : "0-" + (bytes - 1), "");
        }

        static Answer error(int status, String code) {
            return new Answer(status, "", code);
        }
    }

    private static final Answer NONE = Answer.error(404, "BLOB_UNKNOWN");
    private static final Answer BEGUN = Answer.has(202, 0);

    private final List<String> asked = new ArrayList<>();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anUploadThatTheRegistryHasForgottenBeginsAnew() {
        for (String code :
                List.of("BLOB_UPLOAD_UNKNOWN", "BLOB_UPLOAD_INVALID", "DIGEST_INVALID")) {
            answers.addAll(List.of(NONE, BEGUN, Answer.has(202, 4), Answer.error(400, code), NONE));
            answers.addAll(
                    List.of(BEGUN, Answer.has(202, 4), Answer.has(202, 8), Answer.has(202, 10)));
            answers.add(Answer.has(201, 0));

            upload();

            assertThat(asked)
                    .containsExactly(
                            "HEAD",
                            "POST",
                            "PATCH 0-3",
                            "PATCH 4-7",
                            "HEAD",
                            "POST",
                            "PATCH 0-3",
                            "PATCH 4-7",
                            "PATCH 8-9",
                            "PUT");
            asked.clear();
        }
    }

    @Test
    void oneThatIsGoneWhenItIsLookedForBeginsAnew() {
        answers.addAll(List.of(NONE, BEGUN, Answer.error(503, "UNKNOWN"), NONE));
        answers.add(Answer.error(404, "BLOB_UPLOAD_UNKNOWN"));
        answers.addAll(List.of(BEGUN, Answer.has(202, 4), Answer.error(416, "RANGE_INVALID")));
        answers.addAll(List.of(NONE, Answer.has(204, 8), Answer.has(202, 10), Answer.has(201, 0)));

        upload();

        assertThat(asked)
                .containsExactly(
                        "HEAD",
                        "POST",
                        "PATCH 0-3",
                        "HEAD",
                        "GET",
                        "POST",
                        "PATCH 0-3",
                        "PATCH 4-7",
                        "HEAD",
                        "GET",
                        "PATCH 8-9",
                        "PUT");
    }

    @Test
    void aRegistryThatTakesNothingIsNotAskedForEver() {
        answers.addAll(List.of(NONE, BEGUN, Answer.has(202, 4)));
        answers.addAll(List.of(Answer.has(202, 4), NONE, Answer.has(204, 4)));
        answers.addAll(List.of(Answer.has(202, 4), NONE, Answer.has(204, 4), Answer.has(202, 4)));

        assertThatThrownBy(this::upload)
                .hasMessage(
                        "sending 10 bytes to %s/team/shop: the registry took nothing of a chunk",
                        address());
    }

    @Test
    void aRegistryThatRemovesNoTagsSaysThatItDoesNot() {
        answers.add(Answer.error(400, "DIGEST_INVALID"));

        try (Repository repository = repository()) {
            assertThatThrownBy(() -> repository.delete("a"))
                    .asInstanceOf(InstanceOfAssertFactories.type(RegistryException.class))
                    .extracting(RegistryException::kind)
                    .isEqualTo(Kind.UNSUPPORTED);
        }
    }

    private void upload() {
        try (Repository repository = repository()) {
            repository.upload(BLOB);
        }
    }

    private Repository repository() {
        return Repository.open(
                RepositoryName.parse(address() + "/team/shop", Optional.empty()),
                Logins.ofEnvironment(Map.of()),
                CHUNK,
                new Tries(3, Duration.ofMillis(1)));
    }

    private String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String range = exchange.getRequestHeaders().getFirst("Content-Range");
        asked.add(exchange.getRequestMethod() + (range == null ? "" : " " + range));
        Answer answer = answers.remove();
        exchange.getResponseHeaders().set("Location", "/v2/upload");
        if (!answer.range().isEmpty()) {
            exchange.getResponseHeaders().set("Range", answer.range());
        }
        byte[] body =
                answer.code().isEmpty() || exchange.getRequestMethod().equals("HEAD")
                        ? new byte[0]
                        : "{\"errors\": [{\"code\": \"%s\"}]}"
                                .formatted(answer.code())
                                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
