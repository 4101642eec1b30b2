package io.mooring.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/// JSON by fabric8's own Jackson, so that this module brings no second one.
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> TREE =
            new TypeReference<>() {};

    private Json() {}

    static Map<String, Object> object(String json) {
        try {
            return MAPPER.readValue(json, TREE);
        } catch (JsonProcessingException e) {
            // the text itself can hold a secret: it stays out of the message
            throw new IllegalArgumentException(
                    "this is not a JSON object: problem at " + e.getLocation(), null);
        }
    }

    static String text(Map<String, ?> tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this tree cannot be written as JSON", e);
        }
    }
}
