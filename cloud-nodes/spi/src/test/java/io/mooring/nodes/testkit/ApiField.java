package io.mooring.nodes.testkit;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// One field or parameter of an API.
///
/// @param type `string`, `integer`, `number`, `boolean`, `any`, or the name of one of [ApiTypes]
/// @param values those that it may have; all, if there are none
record ApiField(
        String type,
        String format,
        Optional<Pattern> pattern,
        List<String> values,
        boolean isList,
        boolean isMap,
        boolean isRequired,
        boolean isReadOnly) {

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,20}");

    static ApiField of(JsonNode spec) {
        return new ApiField(
                spec.path("type").asString(""),
                spec.path("format").asString(""),
                spec.path("pattern").stringValueOpt().map(Pattern::compile),
                spec.path("values").valueStream().map(JsonNode::asString).toList(),
                spec.has("list"),
                spec.has("map"),
                spec.has("required"),
                spec.has("readOnly"));
    }

    static Map<String, ApiField> all(JsonNode specs) {
        return specs.properties().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, it -> of(it.getValue())));
    }

    /// What is wrong with a single value.
    Optional<String> wrong(JsonNode value) {
        return switch (type) {
            case "string" ->
                    value.isString() ? wrongText(value.asString()) : Optional.of("is no text");
            case "integer" -> unless(value.isIntegralNumber(), "is no whole number");
            case "number" -> unless(value.isNumber(), "is no number");
            case "boolean" -> unless(value.isBoolean(), "is neither true nor false");
            case "any" -> Optional.empty();
            default -> throw new IllegalStateException("no type " + type);
        };
    }

    /// What is wrong with a value that is written as a text.
    Optional<String> wrongText(String text) {
        if (!values.isEmpty() && !values.contains(text)) {
            return Optional.of("is \"" + text + "\", none of " + values);
        }
        if (pattern.filter(it -> !it.matcher(text).matches()).isPresent()) {
            return Optional.of("is \"" + text + "\", not as " + pattern.get());
        }
        boolean whole = type.equals("integer") || format.endsWith("int64");
        if (whole && !WHOLE.matcher(text).matches()) {
            return Optional.of("is no whole number");
        }
        if (type.equals("boolean")) {
            return unless(text.equals("true") || text.equals("false"), "is neither true nor false");
        }
        return format.equals("byte") ? unless(isBase64(text), "is no base64") : Optional.empty();
    }

    private static Optional<String> unless(boolean right, String wrong) {
        return right ? Optional.empty() : Optional.of(wrong);
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length >= 0;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
