package io.mooring.nodes.azure;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An error as Azure tells it, in the answer to a request or as the end of an operation.
///
/// @param status of the answer; one below 400 where an operation failed that was accepted
/// @param code Azure's word for it, which alone says what it is; empty if it gave none
/// @param target what in the request is to blame, in Azure's words; often empty
/// @param retryAfter when to come back, if it said so
record Fault(
        int status, String code, String message, String target, Optional<Duration> retryAfter) {

    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final int MOST = 1_000;

    /// @param body `{"error": {"code", "message"}}`, or the same without `error`, or something of a
    ///   proxy on the way
    static Fault of(int status, String body, Optional<Duration> retryAfter) {
        JsonNode whole = read(body);
        JsonNode error = whole.has("error") ? whole.path("error") : whole;
        JsonNode first = error.path("details").path(0);
        JsonNode told = isEnvelope(error) && first.has("code") ? first : error;
        return new Fault(
                status,
                told.path("code").asString(""),
                told.path("message").asString(""),
                told.path("target").asString(""),
                retryAfter);
    }

    /// Errors that say no more than that there are some.
    private static boolean isEnvelope(JsonNode error) {
        return switch (error.path("code").asString("")) {
            case "MultipleErrorsOccurred", "ResourceOperationFailure" -> true;
            default -> false;
        };
    }

    private static JsonNode read(String body) {
        try {
            return body.isBlank()
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
            return status >= Meaning.CLIENT_ERROR
                    ? "Azure answered with status " + status
                    : "Azure says that it failed, and not why";
        }
        String sentence = BLANK.matcher(message).replaceAll(" ").strip();
        return sentence.substring(0, Math.min(MOST, sentence.length())) + " (" + code + ")";
    }
}
