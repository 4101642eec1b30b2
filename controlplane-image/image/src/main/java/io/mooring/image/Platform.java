package io.mooring.image;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What an image runs on, as OCI's specification names it: `linux/amd64`, `linux/arm64`.
///
/// @param variant of the processor; empty where there is but one
record Platform(String os, String architecture, String variant) {

    static Platform parse(String text) {
        return switch (text) {
            case "linux/amd64" -> new Platform("linux", "amd64", "");
            case "linux/arm64" -> new Platform("linux", "arm64", "v8");
            default ->
                    throw new IllegalArgumentException(
                            "there is no image for the platform \"%s\"; there is linux/amd64 and linux/arm64"
                                    .formatted(text));
        };
    }

    /// Of an image's configuration.
    static Platform of(JsonNode configuration) {
        return new Platform(
                configuration.path("os").asString(""),
                configuration.path("architecture").asString(""),
                configuration.path("variant").asString(""));
    }

    /// As it stands in an index and in an image's configuration.
    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("architecture", architecture);
        fields.put("os", os);
        if (!variant.isEmpty()) {
            fields.put("variant", variant);
        }
        return fields;
    }

    @Override
    public String toString() {
        return os + "/" + architecture;
    }
}
