package io.mooring.nodes.baremetal;

import io.mooring.nodes.Pace;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Calls one controller by Redfish, again where that may help. Every call may be repeated.
final class Redfish implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 4;
    private static final int CHANGED = 412;

    private final Bmc bmc;
    private final Pace pace;
    private final HttpClient client;

    Redfish(Bmc bmc, Pace pace) {
        this.bmc = bmc;
        this.pace = pace;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT);
        if (!bmc.fingerprint().isEmpty()) {
            builder.sslContext(PinnedCertificate.context(bmc.fingerprint()));
        }
        this.client = builder.build();
    }

    JsonNode get(String path) {
        return json(send("GET", path, BodyPublishers.noBody(), ""));
    }

    /// An action of a thing, as that thing names it.
    void post(String path, ObjectNode body) {
        send("POST", path, BodyPublishers.ofString(body.toString()), "");
    }

    /// Changes what is there now: where somebody else has changed it meanwhile, once more. Our own
    /// change looks like that too, where the answer to it was lost.
    void patch(String path, ObjectNode body) {
        patch(path, _ -> Optional.of(body));
    }

    /// As the other one, by what is there now.
    ///
    /// @param change the change to what is there; nothing, where that is to stay
    void patch(String path, Function<JsonNode, Optional<ObjectNode>> change) {
        overtaken(path, change)
                .ifPresent(it -> {
                    throw refused("PATCH " + path, it);
                });
    }

    /// As the other one, where it may come to nothing.
    ///
    /// @return false where somebody else was faster each time
    boolean tryPatch(String path, Function<JsonNode, Optional<ObjectNode>> change) {
        return overtaken(path, change).isEmpty();
    }

    /// What it answers where somebody else was faster each time; otherwise nothing.
    private Optional<HttpResponse<String>> overtaken(
            String path, Function<JsonNode, Optional<ObjectNode>> change) {
        Optional<HttpResponse<String>> first = changed(path, change).filter(Redfish::isOvertaken);
        return first.isEmpty() ? first : changed(path, change).filter(Redfish::isOvertaken);
    }

    private static boolean isOvertaken(HttpResponse<String> answer) {
        return answer.statusCode() == CHANGED;
    }

    private Optional<HttpResponse<String>> changed(
            String path, Function<JsonNode, Optional<ObjectNode>> change) {
        HttpResponse<String> seen = send("GET", path, BodyPublishers.noBody(), "");
        JsonNode there = json(seen);
        String tag =
                seen.headers()
                        .firstValue("ETag")
                        .orElseGet(() -> there.path("@odata.etag").asString(""));
        return change.apply(there)
                .map(it -> send("PATCH", path, BodyPublishers.ofString(it.toString()), tag));
    }

    /// @param tag of what is to be changed: where it has another now, that is the answer
    private HttpResponse<String> send(String method, String path, BodyPublisher body, String tag) {
        var request =
                HttpRequest.newBuilder(bmc.url().resolve(path))
                        .timeout(ANSWER)
                        .header("Accept", "application/json")
                        .header("Content-Type", "application/json")
                        .header("OData-Version", "4.0")
                        .header("Authorization", authorization())
                        .method(method, body);
        if (!tag.isEmpty()) {
            request.header("If-Match", tag);
        }
        String attempt = method + " " + path;
        for (int i = 1; ; i++) {
            Optional<Duration> wait;
            try {
                HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
                boolean changed = isOvertaken(answer) && !tag.isEmpty();
                if (answer.statusCode() < 300 || changed) {
                    return answer;
                }
                wait = wait(answer);
                if (i == ATTEMPTS || wait.isEmpty()) {
                    throw refused(attempt, answer);
                }
            } catch (IOException e) {
                if (i == ATTEMPTS) {
                    throw unreachable(attempt, e);
                }
                wait = Optional.of(Duration.ZERO);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unreachable(attempt, e);
            }
            if (wait.get().isZero()) {
                pace.backOff(i);
            } else {
                pace.pause(wait.get());
            }
        }
    }

    private String authorization() {
        String both = bmc.user() + ":" + bmc.password();
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    /// How long it asks to wait, zero where it does not say; empty where that does not help.
    private static Optional<Duration> wait(HttpResponse<String> answer) {
        if (answer.statusCode() != 503 && answer.statusCode() != 429) {
            return Optional.empty();
        }
        String asked = answer.headers().firstValue("Retry-After").orElse("0");
        Duration wait =
                asked.matches("[0-9]{1,6}")
                        ? Duration.ofSeconds(Long.parseLong(asked))
                        : Duration.ZERO;
        return wait.compareTo(LONGEST_WAIT) > 0 ? Optional.empty() : Optional.of(wait);
    }

    private MachineTrouble unreachable(String attempt, Exception cause) {
        return new MachineTrouble(
                new Trouble.Unreachable(
                        bmc.field() + ".url",
                        "%s does not answer %s by Redfish: %s".formatted(bmc.url(), attempt, cause),
                        false),
                cause);
    }

    private MachineTrouble refused(String attempt, HttpResponse<String> answer) {
        boolean stranger = answer.statusCode() == 401 || answer.statusCode() == 403;
        String text =
                "%s refuses %s (status %d): %s"
                        .formatted(bmc.url(), attempt, answer.statusCode(), words(answer));
        return new MachineTrouble(
                stranger
                        ? new Trouble.Unfit(
                                bmc.field() + ".user",
                                text + "; give a user who may change the power of the machine")
                        : new Trouble.Unfit(bmc.field(), text));
    }

    /// Why, in its own words: the first message that it gives, with what it advises.
    private static String words(HttpResponse<String> answer) {
        JsonNode error;
        try {
            error = JsonMapper.shared().readTree(answer.body()).path("error");
        } catch (JacksonException _) {
            return "without a word";
        }
        JsonNode more = error.path("@Message.ExtendedInfo").path(0);
        String message = more.path("Message").asString(error.path("message").asString(""));
        String advice = more.path("Resolution").asString("");
        return (message.isEmpty() ? "without a word" : message)
                + (advice.isEmpty() ? "" : " " + advice);
    }

    private JsonNode json(HttpResponse<String> answer) {
        try {
            return JsonMapper.shared().readTree(answer.body());
        } catch (JacksonException e) {
            throw unreachable("with JSON " + answer.uri().getPath(), e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
