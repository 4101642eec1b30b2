package io.mooring.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The `properties` of a provider of auto nodes, each read as YAML.
///
/// @param settings of the provider: all of them but `images`
/// @param images archives to lay into machines; not for the provider
public record AutoNodeProperties(Map<String, Object> settings, List<java.nio.file.Path> images) {

    private static final String IMAGES = "images";

    public AutoNodeProperties {
        settings = Map.copyOf(settings);
        images = List.copyOf(images);
    }

    /// @throws IllegalArgumentException if a value is no YAML
    public static AutoNodeProperties of(AutoNodes declared) {
        var settings = new LinkedHashMap<String, Object>();
        declared.properties().forEach((key, text) -> settings.put(key, value(key, text)));
        List<java.nio.file.Path> images = images(settings.remove(IMAGES));
        return new AutoNodeProperties(settings, images);
    }

    private static Object value(String key, String text) {
        try {
            Object value = new YAMLMapper().readValue(text, Object.class);
            return value == null ? text : value;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "properties: %s is no YAML: %s".formatted(key, e.getOriginalMessage()), e);
        }
    }

    private static List<java.nio.file.Path> images(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> several ->
                    several.stream()
                            .map(it -> java.nio.file.Path.of(String.valueOf(it)))
                            .toList();
            default -> List.of(java.nio.file.Path.of(String.valueOf(value)));
        };
    }
}
