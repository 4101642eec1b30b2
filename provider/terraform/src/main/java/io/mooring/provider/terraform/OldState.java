package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.PropertyType;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Fits a state that an older version of the provider wrote to the schema of today: attributes that
/// came since are null, those that went are left out. Terraform asks for this before every refresh.
final class OldState {
    private OldState() {}

    static ByteString fit(ResourceSchema schema, ByteString json) {
        var types = new LinkedHashMap<String, PropertyType>();
        types.put(Names.ID, PropertyType.STRING);
        schema.attributes()
                .list()
                .forEach(attribute -> types.put(attribute.name(), attribute.type()));
        var state = CtyType.parse(json.toByteArray());
        if (!state.isObject()) {
            throw new MalformedValue("the state is no JSON object");
        }
        return ByteString.copyFrom(JsonMapper.shared().writeValueAsBytes(fit(types, state)));
    }

    private static JsonNode fit(Map<String, PropertyType> types, JsonNode object) {
        var fitted = JsonNodeFactory.instance.objectNode();
        types.forEach((name, type) -> {
            var value = object.get(name);
            fitted.set(
                    name, value == null ? JsonNodeFactory.instance.nullNode() : fit(type, value));
        });
        return fitted;
    }

    private static JsonNode fit(PropertyType type, JsonNode value) {
        if (CtyType.isDynamic(type)) {
            return value;
        }
        if (type instanceof PropertyType.Ref(var object) && value.isObject()) {
            return fit(types(object.schema()), value);
        }
        if (type instanceof PropertyType.ListOf(var items) && value.isArray()) {
            var fitted = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> fitted.add(fit(items, item)));
            return fitted;
        }
        if (type instanceof PropertyType.MapOf(var values) && value.isObject()) {
            var fitted = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(e -> fitted.set(e.getKey(), fit(values, e.getValue())));
            return fitted;
        }
        return value;
    }

    private static Map<String, PropertyType> types(ObjectSchema schema) {
        var types = new LinkedHashMap<String, PropertyType>();
        schema.properties().forEach(p -> types.put(Names.nested(p.name()), p.type()));
        return types;
    }
}
