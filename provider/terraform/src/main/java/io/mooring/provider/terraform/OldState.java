package io.mooring.provider.terraform;

import com.google.protobuf.ByteString;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Fits a state that an older version of the provider wrote to the schema of today: attributes that
/// came since are null, those that went are left out. Terraform asks for this before every refresh.
/// Reads such a state too, where it is to become that of another resource.
final class OldState {
    private OldState() {}

    static ByteString fit(ResourceSchema schema, ByteString json) {
        var types = new LinkedHashMap<String, PropertyType>();
        types.put(Names.ID, PropertyType.STRING);
        schema.attributes()
                .list()
                .forEach(attribute -> types.put(attribute.name(), attribute.type()));
        types.put(Timeouts.NAME, Timeouts.TYPE);
        var state = object(json);
        return ByteString.copyFrom(JsonMapper.shared().writeValueAsBytes(fit(types, state)));
    }

    /// The values in a state, by their properties, as far as they are still known.
    static ObjectValue read(ResourceSchema schema, ByteString json) {
        var state = object(json);
        var values = new LinkedHashMap<String, Value>();
        for (var attribute : schema.attributes().list()) {
            values.put(attribute.property(), value(attribute.type(), state.path(attribute.name())));
        }
        return new ObjectValue(values);
    }

    /// A state as that of another type: what both have stays as it is, to the letter, and the rest
    /// is of these outputs.
    static Msg.Fields become(ResourceSchema schema, ByteString json, ObjectValue outputs) {
        var fitted = CtyType.parse(fit(schema, json).toByteArray());
        var state = new LinkedHashMap<String, Msg>();
        state.put(Names.ID, message(PropertyType.STRING, fitted.path(Names.ID)));
        state.put(Timeouts.NAME, message(Timeouts.TYPE, fitted.path(Timeouts.NAME)));
        for (var attribute : schema.attributes().list()) {
            var value = fitted.path(attribute.name());
            state.put(
                    attribute.name(),
                    value.isNull()
                            ? Cty.write(attribute.type(), outputs.field(attribute.property()))
                            : message(attribute.type(), value));
        }
        return new Msg.Fields(state);
    }

    private static Msg message(PropertyType type, JsonNode node) {
        if (node.isNull()) {
            return Msg.NIL;
        }
        if (CtyType.isDynamic(type)) {
            var told = JsonMapper.shared().writeValueAsBytes(node.path("type"));
            return new Msg.Items(List.of(new Msg.Bin(told), plainMessage(node.path("value"))));
        }
        return switch (type) {
            case PropertyType.Ref(var object) -> {
                var fields = new LinkedHashMap<String, Msg>();
                types(object.schema())
                        .forEach((name, of) -> fields.put(name, message(of, node.path(name))));
                yield new Msg.Fields(fields);
            }
            case PropertyType.ListOf(var items) ->
                    new Msg.Items(node.valueStream().map(item -> message(items, item)).toList());
            case PropertyType.MapOf(var values) -> {
                var map = new LinkedHashMap<String, Msg>();
                node.properties().forEach(e -> map.put(e.getKey(), message(values, e.getValue())));
                yield new Msg.Fields(map);
            }
            case PropertyType.Primitive _ -> plainMessage(node);
        };
    }

    private static Msg plainMessage(JsonNode node) {
        if (node.isObject()) {
            var map = new LinkedHashMap<String, Msg>();
            node.properties().forEach(e -> map.put(e.getKey(), plainMessage(e.getValue())));
            return new Msg.Fields(map);
        }
        if (node.isArray()) {
            return new Msg.Items(node.valueStream().map(OldState::plainMessage).toList());
        }
        var value = plain(node);
        return value instanceof Value.Null ? Msg.NIL : Cty.leaf(value);
    }

    /// The id in a state.
    static String id(ByteString json) {
        var id = object(json).path(Names.ID);
        if (!id.isString()) {
            throw new MalformedValue("the state of a resource has no id");
        }
        return id.asString();
    }

    private static JsonNode object(ByteString json) {
        var state = CtyType.parse(json.toByteArray());
        if (!state.isObject()) {
            throw new MalformedValue("the state is no JSON object");
        }
        return state;
    }

    private static Value value(PropertyType type, JsonNode node) {
        if (CtyType.isDynamic(type)) {
            return plain(node.path("value"));
        }
        if (type instanceof PropertyType.Ref(var object) && node.isObject()) {
            var fields = new LinkedHashMap<String, Value>();
            for (var property : object.schema().properties()) {
                var inner = node.path(Names.nested(property.name()));
                fields.put(property.name(), value(property.type(), inner));
            }
            return new ObjectValue(fields);
        }
        if (type instanceof PropertyType.ListOf(var items) && node.isArray()) {
            return Value.list(node.valueStream().map(item -> value(items, item)).toList());
        }
        if (type instanceof PropertyType.MapOf(var values) && node.isObject()) {
            var map = new LinkedHashMap<String, Value>();
            node.properties().forEach(e -> map.put(e.getKey(), value(values, e.getValue())));
            return new ObjectValue(map);
        }
        return plain(node);
    }

    private static Value plain(JsonNode node) {
        if (node.isObject()) {
            var map = new LinkedHashMap<String, Value>();
            node.properties().forEach(e -> map.put(e.getKey(), plain(e.getValue())));
            return new ObjectValue(map);
        }
        if (node.isArray()) {
            return Value.list(node.valueStream().map(OldState::plain).toList());
        }
        if (node.isString()) {
            return Value.of(node.asString());
        }
        if (node.isNumber()) {
            return Value.of(node.asDouble());
        }
        return node.isBoolean() ? Value.of(node.asBoolean()) : Value.NULL;
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
