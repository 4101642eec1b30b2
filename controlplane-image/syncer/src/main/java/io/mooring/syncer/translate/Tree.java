package io.mooring.syncer.translate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Trees of JSON that may be changed, for the time a translation takes.
public final class Tree {
    private Tree() {}

    /// A deep copy that may be changed.
    public static Map<String, Object> copy(Map<String, ?> from) {
        var copy = new LinkedHashMap<String, Object>();
        from.forEach((key, value) -> copy.put(key, copyValue(value)));
        return copy;
    }

    /// A deep copy of a part of a tree, that may be changed.
    static Object copyValue(Object value) {
        return switch (value) {
            case Map<?, ?> map -> copy(cast(map));
            case List<?> list -> {
                var copy = new ArrayList<Object>(list.size());
                list.forEach(item -> copy.add(copyValue(item)));
                yield copy;
            }
            default -> value;
        };
    }

    /// The map under the key, itself and not a copy; an empty one that is not part of the tree if
    /// there is none.
    public static Map<String, Object> map(Map<String, Object> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> map ? cast(map) : new LinkedHashMap<>();
    }

    /// The map under the key, made if there is none.
    public static Map<String, Object> made(Map<String, Object> parent, String key) {
        var map = map(parent, key);
        parent.put(key, map);
        return map;
    }

    /// The elements of the list under the key that are maps, themselves and not copies.
    public static List<Map<String, Object>> maps(Map<String, Object> parent, String key) {
        var maps = new ArrayList<Map<String, Object>>();
        for (var item : list(parent, key)) {
            if (item instanceof Map<?, ?> map) {
                maps.add(cast(map));
            }
        }
        return maps;
    }

    /// The elements of the list under the key.
    public static List<Object> list(Map<String, Object> parent, String key) {
        return parent.get(key) instanceof List<?> list ? new ArrayList<>(list) : List.of();
    }

    /// The list's elements that are text.
    public static List<String> texts(Map<String, Object> parent, String key) {
        return list(parent, key).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /// Text, numbers and booleans under the key as text; empty if there is nothing of that.
    public static String text(Map<String, Object> parent, String key) {
        return switch (parent.get(key)) {
            case null -> "";
            case Map<?, ?> _, List<?> _ -> "";
            case Object value -> String.valueOf(value);
        };
    }

    public static boolean isTrue(Map<String, Object> parent, String key) {
        return Boolean.TRUE.equals(parent.get(key));
    }

    @SuppressWarnings("unchecked") // the trees hold nothing but text keys, see KubeObject
    private static Map<String, Object> cast(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }
}
