package io.mooring.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the records say about keys: their names, types and defaults.
final class Schema {
    private Schema() {}

    /// The YAML key of a component.
    static String key(RecordComponent component) {
        var key = component.getAnnotation(Key.class);
        return key == null ? component.getName() : key.value();
    }

    /// The default of a component, if it has one of its own.
    static @Nullable Node defaultOf(RecordComponent component) {
        var written = component.getAnnotation(Default.class);
        if (written == null) {
            return null;
        }
        return YamlReader.read("v: " + written.value().replace("\n", " ")).entries().get("v");
    }

    /// The keys of a record, in order.
    static List<String> keys(Class<?> type) {
        var keys = new ArrayList<String>();
        for (var component : type.getRecordComponents()) {
            keys.add(key(component));
        }
        return keys;
    }

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
                for (var component : type.getRecordComponents()) {
                    var child = Path.child(path, key(component));
                    if (key(component).equalsIgnoreCase(key)) {
                        found.add(child);
                    }
                    if (component.getType().isRecord() && component.getType() != Secret.class) {
                        next.put(child, component.getType());
                    }
                }
            });
            open = next;
        }
        return found;
    }
}
