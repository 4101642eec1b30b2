package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Values as JSON, their marks left out.
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    static String text(Value value) {
        return MAPPER.writeValueAsString(java(value));
    }

    /// An object as maps, lists, texts, numbers and truth values; what is not known is left out.
    static Map<String, Object> tree(ObjectValue object) {
        Map<String, Object> tree = new LinkedHashMap<>();
        object.fields()
                .forEach((key, item) -> {
                    Object value = java(item);
                    if (value != null) {
                        tree.put(key, value);
                    }
                });
        return tree;
    }

    /// What maps, lists, texts, numbers and truth values say.
    static Value value(@Nullable Object tree) {
        return switch (tree) {
            case null -> Value.NULL;
            case Map<?, ?> map -> {
                Map<String, Value> fields = new LinkedHashMap<>();
                map.forEach((key, item) -> fields.put(String.valueOf(key), value(item)));
                yield new ObjectValue(fields);
            }
            case List<?> list -> {
                List<Value> items = new ArrayList<>();
                list.forEach(item -> items.add(value(item)));
                yield Value.list(items);
            }
            case Boolean flag -> Value.of(flag);
            case Number number -> Value.of(number.doubleValue());
            default -> Value.of(String.valueOf(tree));
        };
    }

    private static @Nullable Object java(Value value) {
        return switch (value.bare()) {
            case Value.Bool(var flag) -> flag;
            case Value.Num(var number) -> number(number);
            case Value.Str(var text) -> text;
            case Value.ListValue(var items) -> {
                List<@Nullable Object> list = new ArrayList<>();
                items.forEach(item -> list.add(java(item)));
                yield list;
            }
            case ObjectValue object -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                object.fields().forEach((key, item) -> map.put(key, java(item)));
                yield map;
            }
            case Value.Null _, Value.Unknown _ -> null;
            case Value.SecretValue _, Value.OutputValue _ ->
                    throw new IllegalStateException("a bare value has no marks");
        };
    }

    private static Number number(double number) {
        long whole = (long) number;
        return whole == number ? (Number) whole : (Number) number;
    }
}
