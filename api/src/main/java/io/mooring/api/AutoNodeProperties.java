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
/// @param proxy by which machines reach the control plane and registries; empty where there is none
/// @param trustedCas certificates in PEM that machines trust besides their own
public record AutoNodeProperties(
        Map<String, Object> settings,
        List<java.nio.file.Path> images,
        String userDataFormat,
        String proxy,
        List<String> trustedCas) {

    public AutoNodeProperties {
        settings = Map.copyOf(settings);
        images = List.copyOf(images);
        trustedCas = List.copyOf(trustedCas);
    }

    /// @throws IllegalArgumentException if a value is no YAML
    public static AutoNodeProperties of(AutoNodes declared) {
        var settings = new LinkedHashMap<String, Object>();
        declared.properties().forEach((key, text) -> settings.put(key, value(key, text)));
        List<java.nio.file.Path> images =
                texts(settings.remove("images")).stream().map(java.nio.file.Path::of).toList();
        return new AutoNodeProperties(
                settings,
                images,
                text(settings.remove("userDataFormat")),
                text(settings.remove("proxy")),
                texts(settings.remove("trustedCas")));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
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

    /// One text counts as a list of it.
    private static List<String> texts(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> several -> several.stream().map(String::valueOf).toList();
            default -> List.of(String.valueOf(value));
        };
    }
}
