package io.mooring.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Questions about the whole tree of keys, and about types of values.
final class Schema {
    private Schema() {}

    /// The element type of a list, or the value type of a map.
    static Type elementOf(Type type) {
        var arguments = ((ParameterizedType) type).getActualTypeArguments();
        return arguments[arguments.length - 1];
    }

    static Class<?> rawOf(Type type) {
        return type instanceof ParameterizedType generic
                ? (Class<?>) generic.getRawType()
                : (Class<?>) type;
    }

    /// Every path that leads to a key with this name, outside of lists and maps; shortest first.
    static List<String> pathsTo(String key) {
        Map<String, Class<?>> open = new LinkedHashMap<>();
        open.put("", VirtualClusterConfig.class);
        var found = new ArrayList<String>();
        while (!open.isEmpty()) {
            Map<String, Class<?>> next = new LinkedHashMap<>();
            open.forEach((path, type) -> {
                for (var field : Shape.of(type).fields()) {
                    var child = Path.child(path, field.key());
                    if (field.key().equalsIgnoreCase(key)) {
                        found.add(child);
                    }
                    if (Shape.isShaped(rawOf(field.type()))) {
                        next.put(child, rawOf(field.type()));
                    }
                }
            });
            open = next;
        }
        return found;
    }
}
