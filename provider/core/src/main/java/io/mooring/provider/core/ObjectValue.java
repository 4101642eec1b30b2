package io.mooring.provider.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// An object or a map: named values in the order they were given, nulls left out. The readers see
/// through secrets; they answer "absent" for what is not there **or not known**, so a handler that
/// runs in preview asks [#isKnown] first where the difference matters.
public record ObjectValue(Map<String, Value> fields) implements Value {
    /// The object without fields.
    public static final ObjectValue EMPTY = new ObjectValue(Map.of());

    public ObjectValue {
        var kept = new LinkedHashMap<String, Value>();
        fields.forEach((name, value) -> {
            if (!(value.bare() instanceof Null)) {
                kept.put(name, value);
            }
        });
        fields = Collections.unmodifiableMap(kept);
    }

    /// Starts an object.
    public static Builder builder() {
        return new Builder();
    }

    /// Collects fields; not thread-safe.
    public static final class Builder {
        private final Map<String, Value> fields = new LinkedHashMap<>();

        private Builder() {}

        /// Puts a value.
        public Builder put(String name, Value value) {
            fields.put(name, value);
            return this;
        }

        /// Puts a text.
        public Builder put(String name, String text) {
            return put(name, Value.of(text));
        }

        /// Puts a whole number.
        public Builder put(String name, long number) {
            return put(name, Value.of(number));
        }

        /// Puts a truth value.
        public Builder put(String name, boolean flag) {
            return put(name, Value.of(flag));
        }

        /// Puts every field of another object.
        public Builder putAll(ObjectValue other) {
            fields.putAll(other.fields());
            return this;
        }

        /// The object.
        public ObjectValue build() {
            return new ObjectValue(fields);
        }
    }

    /// The field with its marks, or [Value#NULL].
    public Value field(String name) {
        return fields.getOrDefault(name, NULL);
    }

    /// Whether the field is there, known or not.
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /// Whether nothing in the field is unknown; true for an absent field.
    public boolean isKnown(String name) {
        return !field(name).hasUnknown();
    }

    /// The text of a field.
    public Optional<String> text(String name) {
        return field(name).bare() instanceof Str(var text) ? Optional.of(text) : Optional.empty();
    }

    /// The text of a field that the schema says is there.
    public String requireText(String name) {
        return text(name).orElseThrow(() -> missing(name, "a text"));
    }

    /// The whole number of a field.
    public Optional<Integer> integer(String name) {
        return field(name).bare() instanceof Num(var number)
                ? Optional.of((int) number)
                : Optional.empty();
    }

    /// The whole number of a field that the schema says is there.
    public int requireInteger(String name) {
        return integer(name).orElseThrow(() -> missing(name, "a number"));
    }

    /// The number of a field.
    public Optional<Double> number(String name) {
        return field(name).bare() instanceof Num(var number)
                ? Optional.of(number)
                : Optional.empty();
    }

    /// The truth value of a field; false when absent.
    public boolean flag(String name) {
        return field(name).bare() instanceof Bool(var flag) && flag;
    }

    /// The object in a field.
    public Optional<ObjectValue> object(String name) {
        return field(name).bare() instanceof ObjectValue object
                ? Optional.of(object)
                : Optional.empty();
    }

    /// The object in a field that the schema says is there.
    public ObjectValue requireObject(String name) {
        return object(name).orElseThrow(() -> missing(name, "an object"));
    }

    /// The items of a list; none when absent.
    public List<Value> list(String name) {
        return field(name).bare() instanceof ListValue(var items) ? items : List.of();
    }

    /// The known texts of a list.
    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (var item : list(name)) {
            if (item.bare() instanceof Str(var text)) {
                texts.add(text);
            }
        }
        return texts;
    }

    /// The known objects of a list.
    public List<ObjectValue> objects(String name) {
        var objects = new ArrayList<ObjectValue>();
        for (var item : list(name)) {
            if (item.bare() instanceof ObjectValue object) {
                objects.add(object);
            }
        }
        return objects;
    }

    /// The known texts of a map.
    public Map<String, String> textMap(String name) {
        var entries = new LinkedHashMap<String, String>();
        object(name)
                .orElse(EMPTY)
                .fields()
                .forEach((key, value) -> {
                    if (value.bare() instanceof Str(var text)) {
                        entries.put(key, text);
                    }
                });
        return entries;
    }

    /// This object with one field set, or taken away when the value is [Value#NULL].
    public ObjectValue with(String name, Value value) {
        return builder().putAll(this).put(name, value).build();
    }

    /// This object with a text set.
    public ObjectValue with(String name, String text) {
        return with(name, Value.of(text));
    }

    /// This object overlaid with every field of another.
    public ObjectValue with(ObjectValue other) {
        return builder().putAll(this).putAll(other).build();
    }

    /// This object without a field.
    public ObjectValue without(String name) {
        return with(name, NULL);
    }

    /// Every field changed by a function.
    public ObjectValue map(UnaryOperator<Value> change) {
        var changed = new LinkedHashMap<String, Value>();
        fields.forEach((name, value) -> changed.put(name, change.apply(value)));
        return new ObjectValue(changed);
    }

    @Override
    public String toString() {
        return fields.toString();
    }

    private static IllegalArgumentException missing(String name, String what) {
        return new IllegalArgumentException("field " + name + " should hold " + what);
    }
}
