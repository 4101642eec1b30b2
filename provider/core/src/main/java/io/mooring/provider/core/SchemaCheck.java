package io.mooring.provider.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;

/// Checks values against a schema: finds every unknown name, missing value and wrong type at once,
/// fills in defaults and marks secrets. Leaves unknown values and marks as they are.
public final class SchemaCheck {
    private final List<PropertyFailure> failures = new ArrayList<>();

    private SchemaCheck() {}

    /// The inputs with defaults and secret marks, and all that is wrong.
    public static Checked check(ObjectSchema schema, ObjectValue inputs) {
        var check = new SchemaCheck();
        var filled = check.object(schema, "", inputs);
        return new Checked(filled, check.failures);
    }

    private ObjectValue object(ObjectSchema schema, String path, ObjectValue object) {
        var fields = new LinkedHashMap<String, Value>();
        for (var entry : object.fields().entrySet()) {
            var name = entry.getKey();
            var place = PropertyPath.field(path, name);
            var property = schema.property(name);
            if (property.isEmpty()) {
                failures.add(new PropertyFailure(place, unknownName(schema, name)));
            } else {
                var value = value(property.get().type(), place, entry.getValue());
                fields.put(name, property.get().secret() ? new Value.SecretValue(value) : value);
            }
        }
        for (var property : schema.properties()) {
            if (fields.containsKey(property.name())) {
                continue;
            }
            if (!(property.fallback() instanceof Value.Null)) {
                fields.put(property.name(), property.fallback());
            } else if (property.required()) {
                failures.add(
                        new PropertyFailure(
                                PropertyPath.field(path, property.name()),
                                "is required and missing; give " + property.type().phrase()));
            }
        }
        return new ObjectValue(fields);
    }

    private Value value(PropertyType type, String path, Value value) {
        return switch (value) {
            case Value.SecretValue(var inner) -> new Value.SecretValue(value(type, path, inner));
            case Value.OutputValue(var inner, var sources) ->
                    new Value.OutputValue(value(type, path, inner), sources);
            case Value.Unknown unknown -> unknown;
            case Value.Null _,
                    Value.Bool _,
                    Value.Num _,
                    Value.Str _,
                    Value.ListValue _,
                    ObjectValue _ ->
                    known(type, path, value);
        };
    }

    private Value known(PropertyType type, String path, Value value) {
        return switch (type) {
            case PropertyType.Primitive primitive -> {
                if (!fits(primitive, value)) {
                    wrongType(type, path, value);
                }
                yield value;
            }
            case PropertyType.ListOf(var itemType) ->
                    value instanceof Value.ListValue(var items)
                            ? list(itemType, path, items)
                            : wrongType(type, path, value);
            case PropertyType.MapOf(var valueType) ->
                    value instanceof ObjectValue map
                            ? map(map, path, valueType)
                            : wrongType(type, path, value);
            case PropertyType.Ref(var objectType) ->
                    value instanceof ObjectValue object
                            ? object(objectType.schema(), path, object)
                            : wrongType(type, path, value);
        };
    }

    private Value list(PropertyType itemType, String path, List<Value> items) {
        var checked = new ArrayList<Value>();
        for (var item : items) {
            checked.add(value(itemType, PropertyPath.item(path, checked.size()), item));
        }
        return Value.list(checked);
    }

    private Value map(ObjectValue map, String path, PropertyType valueType) {
        var checked = new LinkedHashMap<String, Value>();
        map.fields()
                .forEach((key, item) ->
                        checked.put(key, value(valueType, PropertyPath.field(path, key), item)));
        return new ObjectValue(checked);
    }

    private Value wrongType(PropertyType type, String path, Value value) {
        failures.add(
                new PropertyFailure(path, "must be " + type.phrase() + ", not " + kind(value)));
        return value;
    }

    private static boolean fits(PropertyType.Primitive type, Value value) {
        return switch (type) {
            case STRING -> value instanceof Value.Str;
            case INTEGER ->
                    value instanceof Value.Num(var number)
                            && number == Math.rint(number)
                            && Math.abs(number) <= Integer.MAX_VALUE;
            case NUMBER -> value instanceof Value.Num;
            case BOOLEAN -> value instanceof Value.Bool;
            case ANY -> true;
        };
    }

    private static String kind(Value value) {
        return switch (value.bare()) {
            case Value.Null _ -> "null";
            case Value.Bool _ -> "true or false";
            case Value.Num(var number) when number != Math.rint(number) -> "a fraction";
            case Value.Num _ -> "a number";
            case Value.Str _ -> "a string";
            case Value.ListValue _ -> "a list";
            case ObjectValue _ -> "an object";
            case Value _ -> "an unknown value";
        };
    }

    private static String unknownName(ObjectSchema schema, String name) {
        return NearestName.of(name, schema.names())
                .map(near -> "there is no such property; did you mean \"" + near + "\"?")
                .orElseGet(() ->
                        "there is no such property; there are: "
                                + String.join(", ", schema.names()));
    }

    /// The value with every property the schema calls secret marked so.
    public static ObjectValue markSecrets(ObjectSchema schema, ObjectValue object) {
        var fields = new LinkedHashMap<String, Value>();
        object.fields()
                .forEach((name, value) ->
                        fields.put(
                                name,
                                schema.property(name)
                                        .map(property -> mark(property, value))
                                        .orElse(value)));
        return new ObjectValue(fields);
    }

    private static Value mark(Property property, Value value) {
        return property.secret()
                ? new Value.SecretValue(value)
                : inside(value, bare -> markInside(property.type(), bare));
    }

    private static Value markInside(PropertyType type, Value value) {
        if (type instanceof PropertyType.Ref(var objectType) && value instanceof ObjectValue o) {
            return markSecrets(objectType.schema(), o);
        }
        if (type instanceof PropertyType.ListOf(var itemType)
                && value instanceof Value.ListValue(var items)) {
            return Value.list(
                    items.stream()
                            .map(item -> inside(item, bare -> markInside(itemType, bare)))
                            .toList());
        }
        if (type instanceof PropertyType.MapOf(var valueType) && value instanceof ObjectValue map) {
            return map.map(item -> inside(item, bare -> markInside(valueType, bare)));
        }
        return value;
    }

    private static Value inside(Value value, UnaryOperator<Value> change) {
        return switch (value) {
            case Value.SecretValue secret -> secret; // hides all that is in it already
            case Value.OutputValue(var inner, var sources) ->
                    new Value.OutputValue(inside(inner, change), sources);
            case Value other -> change.apply(other);
        };
    }
}
