package io.mooring.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON of strangers: one object, no name in it twice, of little depth.
final class Json {
    private static final int DEPTH = 20;
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /// @throws IllegalArgumentException if it is none
    static JsonNode object(byte[] text) {
        try {
            var read = MAPPER.readTree(text);
            if (read.isObject()) {
                return read;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
        throw new IllegalArgumentException("it is not a JSON object");
    }

    static JsonNode object(String text) {
        return object(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The text of that name, empty where there is none.
    static String text(JsonNode object, String name) {
        var value = object.path(name);
        return value.isString() ? value.stringValue() : "";
    }

    /// @throws IllegalArgumentException if it is not base64; line breaks do not count
    static byte[] base64(String text) {
        return Base64.getDecoder().decode(text.replaceAll("[\\r\\n ]", ""));
    }
}
