package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Translates values of any type, which travel as a pair of the type's JSON and the value.
final class DynamicCty {
    private DynamicCty() {}

    static Value read(Msg message) {
        if (message instanceof Msg.Nil) {
            return Value.NULL;
        }
        if (message instanceof Msg.Unknown) {
            return Value.UNKNOWN;
        }
        var pair = Cty.items(message);
        if (pair.size() != 2) {
            throw new MalformedValue("a value of any type should be a pair of type and value");
        }
        var type =
                switch (pair.getFirst()) {
                    case Msg.Bin(var json) -> json;
                    case Msg.Str(var json) -> json.getBytes(StandardCharsets.UTF_8);
                    case Msg _ -> throw new MalformedValue("the type of a value is no JSON");
                };
        return read(CtyType.parse(type), pair.get(1));
    }

    /// A value with the type that its own parts have: objects and tuples, as literals in a
    /// configuration are.
    static Msg write(Value value) {
        if (value.bare() instanceof Value.Null) {
            return Msg.NIL;
        }
        if (value.bare() instanceof Value.Unknown) {
            return Msg.UNKNOWN;
        }
        var type = new Msg.Bin(type(value).getBytes(StandardCharsets.UTF_8));
        return new Msg.Items(List.of(type, inside(value)));
    }

    private static Value read(JsonNode type, Msg message) {
        if (message instanceof Msg.Nil) {
            return Value.NULL;
        }
        if (message instanceof Msg.Unknown) {
            return Value.UNKNOWN;
        }
        if (type.isString()) {
            return switch (type.asString()) {
                case "string" -> Cty.text(message);
                case "number" -> Cty.number(message);
                case "bool" -> Cty.flag(message);
                case "dynamic" -> read(message);
                default -> throw new MalformedValue("there is no type " + type);
            };
        }
        var parts = type.path(1);
        return switch (type.path(0).asString("")) {
            case "list", "set" ->
                    Value.list(Cty.items(message).stream().map(item -> read(parts, item)).toList());
            case "map" -> {
                var map = new LinkedHashMap<String, Value>();
                Cty.fields(message)
                        .fields()
                        .forEach((key, item) -> map.put(key, read(parts, item)));
                yield new ObjectValue(map);
            }
            case "object" -> {
                var object = new LinkedHashMap<String, Value>();
                Cty.fields(message)
                        .fields()
                        .forEach((key, item) -> object.put(key, read(parts.path(key), item)));
                yield new ObjectValue(object);
            }
            case "tuple" -> {
                var items = Cty.items(message);
                var tuple = new ArrayList<Value>();
                for (var i = 0; i < items.size(); i++) {
                    tuple.add(read(parts.path(i), items.get(i)));
                }
                yield Value.list(tuple);
            }
            default -> throw new MalformedValue("there is no type " + type);
        };
    }

    private static Msg inside(Value value) {
        return switch (value.bare()) {
            case Value.Null _ -> Msg.NIL;
            case Value.Unknown _ -> Msg.UNKNOWN;
            case Value.ListValue(var items) ->
                    new Msg.Items(items.stream().map(DynamicCty::inside).toList());
            case ObjectValue object -> {
                var fields = new LinkedHashMap<String, Msg>();
                object.fields().forEach((name, item) -> fields.put(name, inside(item)));
                yield new Msg.Fields(fields);
            }
            case Value leaf -> Cty.leaf(leaf);
        };
    }

    private static String type(Value value) {
        return switch (value.bare()) {
            case Value.Bool _ -> "\"bool\"";
            case Value.Num _ -> "\"number\"";
            case Value.Str _ -> "\"string\"";
            case Value.ListValue(var items) ->
                    items.stream()
                            .map(DynamicCty::type)
                            .collect(Collectors.joining(",", "[\"tuple\",[", "]]"));
            case ObjectValue object ->
                    object.fields().entrySet().stream()
                            .map(field ->
                                    CtyType.quoted(field.getKey()) + ":" + type(field.getValue()))
                            .collect(Collectors.joining(",", "[\"object\",{", "}]"));
            case Value _ -> "\"dynamic\"";
        };
    }
}
