package io.mooring.provider.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A value of a resource's inputs or outputs: JSON, plus secret, not yet known, and come from a
/// resource. Immutable; [#toString] never shows what a secret holds.
public sealed interface Value
        permits Value.Null,
                Value.Bool,
                Value.Num,
                Value.Str,
                Value.ListValue,
                ObjectValue,
                Value.SecretValue,
                Value.Unknown,
                Value.OutputValue {

    /// The absent value.
    Value NULL = new Null();

    /// A value that only the real operation, not its preview, can tell.
    Value UNKNOWN = new Unknown();

    /// Nothing; the same as a field that is not there.
    record Null() implements Value {
        @Override
        public String toString() {
            return "null";
        }
    }

    /// A truth value.
    record Bool(boolean value) implements Value {
        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /// A number, whole or not, as JSON has them.
    record Num(double value) implements Value {
        @Override
        public String toString() {
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }
    }

    /// A text.
    record Str(String value) implements Value {
        @Override
        public String toString() {
            return "\"" + value + "\"";
        }
    }

    /// An ordered list.
    record ListValue(List<Value> items) implements Value {
        public ListValue {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return items.toString();
        }
    }

    /// A value nobody may see; never wraps another secret.
    record SecretValue(Value inner) implements Value {
        public SecretValue {
            inner = inner instanceof SecretValue(var deeper) ? deeper : inner;
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /// See [Value#UNKNOWN].
    record Unknown() implements Value {
        @Override
        public String toString() {
            return "<unknown>";
        }
    }

    /// A value together with the resources (by their URN) it was made from. Components see these;
    /// handlers of resources do not.
    record OutputValue(Value inner, Set<String> sources) implements Value {
        public OutputValue {
            sources = Set.copyOf(sources);
        }

        @Override
        public String toString() {
            return inner.toString();
        }
    }

    /// A text value.
    static Value of(String text) {
        return new Str(text);
    }

    /// A whole number.
    static Value of(long number) {
        return new Num(number);
    }

    /// A number.
    static Value of(double number) {
        return new Num(number);
    }

    /// A truth value.
    static Value of(boolean flag) {
        return new Bool(flag);
    }

    /// A list of values.
    static Value list(List<? extends Value> items) {
        return new ListValue(List.copyOf(items));
    }

    /// A list of texts.
    static Value texts(List<String> items) {
        return new ListValue(items.stream().<Value>map(Str::new).toList());
    }

    /// A map of texts, as an object.
    static ObjectValue textMap(Map<String, String> entries) {
        var fields = new LinkedHashMap<String, Value>();
        entries.forEach((name, text) -> fields.put(name, new Str(text)));
        return new ObjectValue(fields);
    }

    /// A secret text.
    static Value secret(String text) {
        return new SecretValue(new Str(text));
    }

    /// This value without the outer marks (secret, come from a resource); what is inside lists and
    /// objects keeps its own.
    default Value bare() {
        return switch (this) {
            case SecretValue(var inner) -> inner.bare();
            case OutputValue(var inner, var _) -> inner.bare();
            case Null _, Bool _, Num _, Str _, ListValue _, ObjectValue _, Unknown _ -> this;
        };
    }

    /// This value without any mark at any depth.
    default Value plain() {
        return switch (bare()) {
            case ListValue(var items) -> new ListValue(items.stream().map(Value::plain).toList());
            case ObjectValue object -> object.map(Value::plain);
            case Value leaf -> leaf;
        };
    }

    /// Whether this value or one inside it is unknown.
    default boolean hasUnknown() {
        return switch (bare()) {
            case Unknown _ -> true;
            case ListValue(var items) -> items.stream().anyMatch(Value::hasUnknown);
            case ObjectValue object ->
                    object.fields().values().stream().anyMatch(Value::hasUnknown);
            case Value _ -> false;
        };
    }

    /// Whether this value or one inside it is secret.
    default boolean hasSecret() {
        return switch (this) {
            case SecretValue _ -> true;
            case OutputValue(var inner, var _) -> inner.hasSecret();
            case ListValue(var items) -> items.stream().anyMatch(Value::hasSecret);
            case ObjectValue object -> object.fields().values().stream().anyMatch(Value::hasSecret);
            case Null _, Bool _, Num _, Str _, Unknown _ -> false;
        };
    }

    /// The resources this value, at any depth, was made from.
    default Set<String> sources() {
        var found = new TreeSet<String>();
        collectSources(this, found);
        return found;
    }

    private static void collectSources(Value value, Set<String> found) {
        switch (value) {
            case SecretValue(var inner) -> collectSources(inner, found);
            case OutputValue(var inner, var sources) -> {
                found.addAll(sources);
                collectSources(inner, found);
            }
            case ListValue(var items) -> items.forEach(item -> collectSources(item, found));
            case ObjectValue object ->
                    object.fields().values().forEach(item -> collectSources(item, found));
            case Null _, Bool _, Num _, Str _, Unknown _ -> {}
        }
    }

    /// Whether both hold the same, whatever is marked secret. Unknown is the same as nothing, not
    /// even as itself; a field that is null is the same as one that is not there.
    default boolean sameAs(Value other) {
        return !hasUnknown() && !other.hasUnknown() && plain().equals(other.plain());
    }
}
