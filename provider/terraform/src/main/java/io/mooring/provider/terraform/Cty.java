package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Translates between Terraform's values and the core's, by the type a property has. Secret marks
/// stay behind: Terraform has them in the schema.
final class Cty {
    /// Whole numbers up to here are the same as `double`.
    private static final double EXACT = 1L << 53;

    private Cty() {}

    static Value read(PropertyType type, Msg message) {
        if (message instanceof Msg.Nil) {
            return Value.NULL;
        }
        if (message instanceof Msg.Unknown) {
            return Value.UNKNOWN;
        }
        if (CtyType.isDynamic(type)) {
            return DynamicCty.read(message);
        }
        return switch (type) {
            case PropertyType.Primitive primitive ->
                    switch (primitive) {
                        case STRING -> text(message);
                        case INTEGER, NUMBER -> number(message);
                        case BOOLEAN -> flag(message);
                        case ANY -> DynamicCty.read(message);
                    };
            case PropertyType.ListOf(var items) ->
                    Value.list(items(message).stream().map(item -> read(items, item)).toList());
            case PropertyType.MapOf(var values) -> {
                var map = new LinkedHashMap<String, Value>();
                fields(message).fields().forEach((key, item) -> map.put(key, read(values, item)));
                yield new ObjectValue(map);
            }
            case PropertyType.Ref(var object) -> object(object.schema(), fields(message));
        };
    }

    static Msg write(PropertyType type, Value value) {
        var bare = value.bare();
        if (bare instanceof Value.Null) {
            return Msg.NIL;
        }
        if (bare instanceof Value.Unknown) {
            return Msg.UNKNOWN;
        }
        if (CtyType.isDynamic(type)) {
            return DynamicCty.write(bare);
        }
        return switch (type) {
            case PropertyType.ListOf(var items) when bare instanceof Value.ListValue(var given) ->
                    new Msg.Items(given.stream().map(item -> write(items, item)).toList());
            case PropertyType.MapOf(var values) when bare instanceof ObjectValue map -> {
                var fields = new LinkedHashMap<String, Msg>();
                map.fields().forEach((key, item) -> fields.put(key, write(values, item)));
                yield new Msg.Fields(fields);
            }
            case PropertyType.Ref(var object) when bare instanceof ObjectValue given -> {
                var fields = new LinkedHashMap<String, Msg>();
                for (var property : object.schema().properties()) {
                    var item = write(property.type(), given.field(property.name()));
                    fields.put(Names.nested(property.name()), item);
                }
                yield new Msg.Fields(fields);
            }
            case PropertyType.Primitive _ -> leaf(bare);
            case PropertyType.ListOf _, PropertyType.MapOf _, PropertyType.Ref _ ->
                    throw new IllegalArgumentException(
                            "a value should be " + type.phrase() + " and is not");
        };
    }

    /// A value without parts.
    static Msg leaf(Value value) {
        return switch (value) {
            case Value.Bool(var flag) -> new Msg.Bool(flag);
            case Value.Str(var text) -> new Msg.Str(text);
            case Value.Num(var number) when isExact(number) -> new Msg.Int((long) number);
            case Value.Num(var number) -> new Msg.Float(number);
            case Value _ -> throw new IllegalArgumentException("a value should have no parts");
        };
    }

    static Value text(Msg message) {
        return message instanceof Msg.Str(var text) ? Value.of(text) : misfit("a text");
    }

    static Value flag(Msg message) {
        return message instanceof Msg.Bool(var flag) ? Value.of(flag) : misfit("true or false");
    }

    /// Numbers that no `double` holds come as decimal text.
    static Value number(Msg message) {
        return switch (message) {
            case Msg.Int(var number) -> Value.of(number);
            case Msg.Float(var number) -> Value.of(number);
            case Msg.Str(var digits) -> {
                try {
                    yield Value.of(Double.parseDouble(digits));
                } catch (NumberFormatException _) {
                    yield misfit("a number");
                }
            }
            case Msg _ -> misfit("a number");
        };
    }

    static List<Msg> items(Msg message) {
        if (message instanceof Msg.Items(var items)) {
            return items;
        }
        throw new MalformedValue("a value should be a list and is not");
    }

    static Msg.Fields fields(Msg message) {
        if (message instanceof Msg.Fields fields) {
            return fields;
        }
        throw new MalformedValue("a value should be an object and is not");
    }

    private static ObjectValue object(ObjectSchema schema, Msg.Fields message) {
        var fields = new LinkedHashMap<String, Value>();
        var names = new ArrayList<>(message.fields().keySet());
        for (var property : schema.properties()) {
            var name = Names.nested(property.name());
            names.remove(name);
            fields.put(property.name(), read(property.type(), message.field(name)));
        }
        if (!names.isEmpty()) {
            throw new MalformedValue("the schema has no attribute " + names);
        }
        return new ObjectValue(fields);
    }

    private static boolean isExact(double number) {
        return number == Math.rint(number) && Math.abs(number) <= EXACT;
    }

    private static Value misfit(String what) {
        throw new MalformedValue("a value should be " + what + " and is not");
    }
}
