package io.mooring.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The `properties` of a provider of auto nodes, each read as YAML.
///
/// @param settings of the provider: all of them but those below
/// @param images archives to lay into machines
/// @param userDataFormat what reads user data on machines; empty where nothing says it
public record AutoNodeProperties(
        Map<String, Object> settings, List<java.nio.file.Path> images, String userDataFormat) {

    private static final String IMAGES = "images";
    private static final String FORMAT = "userDataFormat";

    public AutoNodeProperties {
        settings = Map.copyOf(settings);
        images = List.copyOf(images);
    }

    /// @throws IllegalArgumentException if a value is no YAML
    public static AutoNodeProperties of(AutoNodes declared) {
        var settings = new LinkedHashMap<String, Object>();
        declared.properties().forEach((key, text) -> settings.put(key, value(key, text)));
        List<java.nio.file.Path> images = images(settings.remove(IMAGES));
        Object format = settings.remove(FORMAT);
        return new AutoNodeProperties(settings, images, format == null ? "" : format.toString());
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
