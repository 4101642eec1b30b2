package io.mooring.provider.terraform;

import io.mooring.provider.core.PropertyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A state as Terraform writes it down: JSON by the schema, and a value of any type with its type.
final class StateJson {
    private StateJson() {}

    static Map<String, @Nullable Object> of(ResourceSchema schema, Msg.Fields state) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put(Names.ID, plain(state.field(Names.ID)));
        for (var attribute : schema.attributes().list()) {
            json.put(attribute.name(), value(attribute.type(), state.field(attribute.name())));
        }
        json.put(Timeouts.NAME, value(Timeouts.TYPE, state.field(Timeouts.NAME)));
        return json;
    }

    private static @Nullable Object value(PropertyType type, Msg value) {
        if (value instanceof Msg.Items(var pair) && CtyType.isDynamic(type)) {
            var dynamic = new LinkedHashMap<String, @Nullable Object>();
            dynamic.put("value", plain(pair.get(1)));
            dynamic.put("type", CtyType.parse(((Msg.Bin) pair.getFirst()).bytes()));
            return dynamic;
        }
        return switch (type) {
            case PropertyType.Ref(var object) when value instanceof Msg.Fields fields -> {
                var json = new LinkedHashMap<String, @Nullable Object>();
                for (var property : object.schema().properties()) {
                    var name = Names.nested(property.name());
                    json.put(name, value(property.type(), fields.field(name)));
                }
                yield json;
            }
            case PropertyType.ListOf(var of) when value instanceof Msg.Items(var items) -> {
                var json = new ArrayList<@Nullable Object>();
                items.forEach(item -> json.add(value(of, item)));
                yield json;
            }
            case PropertyType.MapOf(var of) when value instanceof Msg.Fields(var fields) -> {
                var json = new LinkedHashMap<String, @Nullable Object>();
                fields.forEach((key, item) -> json.put(key, value(of, item)));
                yield json;
            }
            case PropertyType _ -> plain(value);
        };
    }

    private static @Nullable Object plain(Msg value) {
        return switch (value) {
            case Msg.Nil _ -> null;
            case Msg.Bool(var flag) -> flag;
            case Msg.Int(var number) -> number;
            case Msg.Float(var number) -> number;
            case Msg.Str(var text) -> text;
            case Msg.Items(var items) -> {
                var json = new ArrayList<@Nullable Object>();
                items.forEach(item -> json.add(plain(item)));
                yield json;
            }
            case Msg.Fields(var fields) -> {
                var json = new LinkedHashMap<String, @Nullable Object>();
                fields.forEach((key, item) -> json.put(key, plain(item)));
                yield json;
            }
            case Msg.Bin _, Msg.Unknown _ -> throw new IllegalArgumentException("not in a state");
        };
    }
}
