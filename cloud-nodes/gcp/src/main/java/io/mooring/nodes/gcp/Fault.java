package io.mooring.nodes.gcp;

import com.google.api.client.http.HttpResponseException;
import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.Operation;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What Google says of a failure, whether in an answer or in an operation that it had accepted.
///
/// @param code for programs: `ZONE_RESOURCE_POOL_EXHAUSTED`, `alreadyExists`
/// @param retryAfter when to come back, where Google says so
record Fault(int status, String code, String message, Optional<Duration> retryAfter) {

    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}");
    private static final int MOST = 500;

    static Fault of(HttpResponseException answer) {
        JsonNode error = read(answer.getContent()).path("error");
        return new Fault(
                answer.getStatusCode(),
                error.at("/errors/0/reason").asString(error.path("status").asString("")),
                error.path("message").asString(""),
                retryAfter(answer.getHeaders().getRetryAfter()));
    }

    /// Why an operation failed. The client library would tell of its status alone, which is the
    /// same for a lack of capacity as for a server that is down.
    static Optional<Fault> of(Operation operation) {
        if (!operation.hasError()) {
            return Optional.empty();
        }
        Errors first =
                operation.getError().getErrorsList().stream()
                        .findFirst()
                        .orElse(Errors.getDefaultInstance());
        return Optional.of(
                new Fault(
                        operation.getHttpErrorStatusCode(),
                        first.getCode(),
                        first.getMessage(),
                        Optional.empty()));
    }

    private static Optional<Duration> retryAfter(@Nullable String header) {
        return Optional.ofNullable(header)
                .filter(it -> SECONDS.matcher(it).matches())
                .map(it -> Duration.ofSeconds(Long.parseLong(it)));
    }

    private static JsonNode read(@Nullable String body) {
        try {
            return body == null || body.isBlank()
                    ? JsonMapper.shared().createObjectNode()
                    : JsonMapper.shared().readTree(body);
        } catch (JacksonException _) {
            // an answer of something on the way, in HTML
            return JsonMapper.shared().createObjectNode();
        }
    }

    /// For people: the sentence, and the code to search for.
    String text() {
        if (code.isEmpty()) {
            return status == 0
                    ? "Google says that it failed, and not why"
                    : "Google answered with status " + status;
        }
        String sentence = BLANK.matcher(message).replaceAll(" ").strip();
        return sentence.substring(0, Math.min(MOST, sentence.length())) + " (" + code + ")";
    }
}
