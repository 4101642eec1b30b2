package io.mooring.registry;

import io.mooring.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What it means that a registry did not do what it was asked.
final class Answers {

    private static final int LONGEST_BYTES = 16 << 10;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NO_METHOD = 405;
    private static final int TOO_LARGE = 413;
    private static final int WRONG_RANGE = 416;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    private static final Set<String> UPLOAD_LOST =
            Set.of("BLOB_UPLOAD_UNKNOWN", "BLOB_UPLOAD_INVALID");
    private static final String RANGE = "RANGE_INVALID";
    private static final String DIGEST = "DIGEST_INVALID";
    private static final String UNSUPPORTED = "UNSUPPORTED";

    private record Problem(String code, String message) {
        @Override
        public String toString() {
            return message.isEmpty() ? code : code + " (" + message + ")";
        }
    }

    private Answers() {}

    /// @param attempt as `reading HOST/PATH:TAG`
    static RegistryException failure(
            String attempt, Call call, RepositoryName name, HttpResponse<InputStream> response) {
        int status = response.statusCode();
        List<Problem> problems = problems(response);
        String said =
                problems.isEmpty()
                        ? "HTTP status " + status
                        : String.join("; ", problems.stream().map(Problem::toString).toList());
        Set<String> codes = problems.stream().map(Problem::code).collect(Collectors.toSet());
        boolean isWrongRange = codes.contains(RANGE) || status == WRONG_RANGE;
        if (isWrongRange || status == TOO_MANY || status >= SERVER) {
            return new RegistryException(Kind.INTERRUPTED, attempt + ": " + said);
        }
        if (isUploadLost(call, codes)) {
            return new RegistryException(
                    Kind.NOT_FOUND, attempt + ": the registry has given the upload up: " + said);
        }
        if (isUnsupported(call, codes) || status == NO_METHOD) {
            return new RegistryException(
                    Kind.UNSUPPORTED, attempt + ": the registry does not do that: " + said);
        }
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN ->
                    new RegistryException(
                            Kind.REFUSED,
                            "%s: the registry refused it: %s; check the login at %s, and that it may do this there"
                                    .formatted(attempt, said, name.host()));
            case NOT_FOUND ->
                    new RegistryException(
                            Kind.NOT_FOUND, attempt + ": the registry has none: " + said);
            case TOO_LARGE ->
                    new RegistryException(
                            Kind.OTHER,
                            attempt
                                    + ": the registry, or what stands before it, takes no requests of this size; send smaller chunks");
            default -> new RegistryException(Kind.OTHER, attempt + ": " + said);
        };
    }

    /// Bytes that are not what their digest says help no upload, however often it is ended.
    private static boolean isUploadLost(Call call, Set<String> codes) {
        return codes.stream().anyMatch(UPLOAD_LOST::contains)
                || codes.contains(DIGEST) && !call.isOfManifest();
    }

    /// A registry that removes by digest alone finds that a tag is none.
    private static boolean isUnsupported(Call call, Set<String> codes) {
        return codes.contains(UNSUPPORTED)
                || codes.contains(DIGEST) && call.isOfManifest() && call.method().equals("DELETE");
    }

    private static List<Problem> problems(HttpResponse<InputStream> response) {
        var problems = new ArrayList<Problem>();
        try (InputStream body = response.body()) {
            String text = new String(body.readNBytes(LONGEST_BYTES), StandardCharsets.UTF_8);
            for (JsonNode error : JsonMapper.shared().readTree(text).path("errors")) {
                problems.add(
                        new Problem(
                                error.path("code").asString("UNKNOWN"),
                                error.path("message").asString("")));
            }
        } catch (IOException | JacksonException _) {
            return List.of();
        }
        return problems;
    }
}
