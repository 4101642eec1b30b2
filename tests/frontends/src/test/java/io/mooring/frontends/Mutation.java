package io.mooring.frontends;

import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Changes inputs at random, by their schema: a property or a part of it comes, goes, gets another
/// value, or becomes unknown, null or secret. What comes fits the type it has in the schema,
/// because Terraform sends nothing else; whether it makes sense is for the provider to say.
///
/// @param unknowns whether values may be unknown, and secret: not so for what was made of them
record Mutation(RandomGenerator random, boolean unknowns) {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "a",
                    "web",
                    "shop-2",
                    "Web_1",
                    "x y",
                    "/srv/a.tar",
                    "24h",
                    "0",
                    "soon",
                    "m7i.large",
                    "eu-central-1",
                    "eu-central-1b",
                    "NoSchedule",
                    "on-demand",
                    "ami-0a1b2c3d4e5f60718",
                    "10.0.0.11",
                    "a/b",
                    "sha256:" + "1".repeat(64));
    private static final List<String> KEYS =
            List.of("tier", "a", "a.b/c", "max-pods", "controlPlane", "enabled", "privateNodes");
    private static final List<Double> NUMBERS =
            List.of(-1.0, 0.0, 1.0, 2.0, 22.0, 40.0, 0.5, 8443.0);
    private static final int DEEPEST = 3;

    ObjectValue of(ObjectSchema schema, ObjectValue value) {
        var property = one(schema.properties());
        return value.with(property.name(), field(property, value.field(property.name())));
    }

    private Value field(Property property, Value value) {
        return value instanceof Value.Null
                ? value(property.type(), 0)
                : changed(property.type(), value);
    }

    private Value changed(PropertyType type, Value value) {
        if (happens(0.65)) {
            switch (value.bare()) {
                case ObjectValue object when type instanceof PropertyType.Ref(var named) -> {
                    return of(named.schema(), object);
                }
                case ObjectValue map when !map.fields().isEmpty() -> {
                    return entry(type, map);
                }
                case Value.ListValue(var items) when !items.isEmpty() -> {
                    return item(type, items);
                }
                case Value _ -> {}
            }
        }
        if (unknowns && happens(0.25)) {
            return happens(0.6) ? Value.UNKNOWN : new Value.SecretValue(value);
        }
        return happens(0.3) ? Value.NULL : value(type, 0);
    }

    private Value entry(PropertyType type, ObjectValue map) {
        var key = one(List.copyOf(map.fields().keySet()));
        return happens(0.3)
                ? map.with(one(KEYS), value(elements(type), 1))
                : map.with(key, changed(elements(type), map.field(key)));
    }

    private Value item(PropertyType type, List<Value> items) {
        var changed = new ArrayList<>(items);
        var place = random.nextInt(items.size());
        if (happens(0.25)) {
            changed.add(value(elements(type), 1));
        } else if (happens(0.25)) {
            changed.remove(place);
        } else {
            changed.set(place, changed(elements(type), items.get(place)));
        }
        return Value.list(changed);
    }

    /// A value that fits.
    private Value value(PropertyType type, int depth) {
        if (unknowns && happens(0.05)) {
            return Value.UNKNOWN;
        }
        return switch (type) {
            case PropertyType.Primitive.STRING -> Value.of(one(TEXTS));
            case PropertyType.Primitive.BOOLEAN -> Value.of(random.nextBoolean());
            case PropertyType.Primitive.INTEGER, PropertyType.Primitive.NUMBER ->
                    Value.of((double) one(NUMBERS));
            case PropertyType.Primitive.ANY -> any(depth);
            case PropertyType.ListOf(var items) -> {
                var list = new ArrayList<Value>();
                for (var i = random.nextInt(3); i >= 0; i--) {
                    list.add(happens(0.05) ? Value.NULL : value(items, depth + 1));
                }
                yield Value.list(happens(0.1) ? List.of() : list);
            }
            case PropertyType.MapOf(var values) -> map(values, depth);
            case PropertyType.Ref(var named) -> {
                var object = ObjectValue.builder();
                for (var property : named.schema().properties()) {
                    if (property.required() || (depth < DEEPEST && happens(0.3))) {
                        object.put(property.name(), value(property.type(), depth + 1));
                    }
                }
                yield object.build();
            }
        };
    }

    private Value any(int depth) {
        return switch (random.nextInt(depth < DEEPEST ? 6 : 3)) {
            case 0 -> Value.of(random.nextBoolean());
            case 1 -> Value.of((double) one(NUMBERS));
            case 2 -> Value.of(one(TEXTS));
            case 3 -> value(PropertyType.STRINGS, depth + 1);
            case 4 -> value(new PropertyType.ListOf(PropertyType.ANY), depth + 1);
            default -> map(PropertyType.ANY, depth);
        };
    }

    private Value map(PropertyType values, int depth) {
        var map = ObjectValue.builder();
        for (var i = random.nextInt(3); i > 0; i--) {
            map.put(one(KEYS), happens(0.05) ? Value.NULL : value(values, depth + 1));
        }
        return map.build();
    }

    private static PropertyType elements(PropertyType type) {
        return switch (type) {
            case PropertyType.ListOf(var items) -> items;
            case PropertyType.MapOf(var values) -> values;
            case PropertyType.Ref _, PropertyType.Primitive _ -> PropertyType.ANY;
        };
    }

    private boolean happens(double chance) {
        return random.nextDouble() < chance;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
