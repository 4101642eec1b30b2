package io.mooring.provider.terraform;

import io.mooring.provider.core.PropertyType;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Terraform's own types, which it writes as JSON: `"string"`, `["list","number"]`.
final class CtyType {
    private static final String DYNAMIC = "\"dynamic\"";

    private CtyType() {}

    /// The type that holds values of a property's type. All elements of a Terraform collection are
    /// of one type, so a collection of anything is a value of any type itself.
    static String of(PropertyType type) {
        return switch (type) {
            case PropertyType.Primitive primitive ->
                    switch (primitive) {
                        case STRING -> "\"string\"";
                        case INTEGER, NUMBER -> "\"number\"";
                        case BOOLEAN -> "\"bool\"";
                        case ANY -> DYNAMIC;
                    };
            case PropertyType.ListOf(var items) -> collection("list", items);
            case PropertyType.MapOf(var values) -> collection("map", values);
            case PropertyType.Ref(var object) ->
                    object.schema().properties().stream()
                            .map(property ->
                                    quoted(Names.nested(property.name()))
                                            + ":"
                                            + of(property.type()))
                            .collect(Collectors.joining(",", "[\"object\",{", "}]"));
        };
    }

    /// Whether Terraform sends the type along with each value.
    static boolean isDynamic(PropertyType type) {
        return of(type).equals(DYNAMIC);
    }

    static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    static JsonNode parse(byte[] json) {
        try {
            return JsonMapper.shared().readTree(json);
        } catch (tools.jackson.core.JacksonException wrong) {
            throw new MalformedValue("the type of a value is no JSON", wrong);
        }
    }

    private static String collection(String kind, PropertyType elements) {
        var type = of(elements);
        return type.contains(DYNAMIC) ? DYNAMIC : "[\"" + kind + "\"," + type + "]";
    }
}
