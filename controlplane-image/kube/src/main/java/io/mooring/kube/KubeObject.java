package io.mooring.kube;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One Kubernetes object as the tree of its JSON: maps, lists, text, numbers, booleans. Deeply
/// immutable.
public record KubeObject(Map<String, Object> fields) {
    public KubeObject {
        fields = frozen(fields);
    }

    /// An object of the kind with a name, and with whatever else `content` holds (`spec`, `data`,
    /// ...).
    public static KubeObject of(ObjectRef ref, Map<String, ?> content) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("apiVersion", ref.kind().apiVersion());
        fields.put("kind", ref.kind().kind());
        var metadata = new LinkedHashMap<String, Object>();
        if (content.get("metadata") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> metadata.put(String.valueOf(key), value));
        }
        metadata.put("name", ref.name());
        if (!ref.namespace().isEmpty()) {
            metadata.put("namespace", ref.namespace());
        }
        fields.put("metadata", metadata);
        content.forEach((key, value) -> fields.putIfAbsent(key, value));
        return new KubeObject(fields);
    }

    /// Reads one object from JSON.
    public static KubeObject parse(String json) {
        return new KubeObject(Json.object(json));
    }

    public String json() {
        return Json.text(fields);
    }

    public String apiVersion() {
        return text("apiVersion").orElse("");
    }

    public String kind() {
        return text("kind").orElse("");
    }

    public String name() {
        return text("metadata", "name").orElse("");
    }

    /// The namespace; empty for cluster-wide objects.
    public String namespace() {
        return text("metadata", "namespace").orElse("");
    }

    public String uid() {
        return text("metadata", "uid").orElse("");
    }

    public String resourceVersion() {
        return text("metadata", "resourceVersion").orElse("");
    }

    public Map<String, String> labels() {
        return texts("metadata", "labels");
    }

    public Map<String, String> annotations() {
        return texts("metadata", "annotations");
    }

    /// The value at the path of keys; empty if any step is missing or null.
    public Optional<Object> at(String... path) {
        Object value = fields;
        for (var key : path) {
            if (!(value instanceof Map<?, ?> map) || map.get(key) == null) {
                return Optional.empty();
            }
            value = map.get(key);
        }
        return Optional.ofNullable(value);
    }

    /// The value at the path as text; numbers and booleans in their JSON form.
    public Optional<String> text(String... path) {
        return at(path).filter(v -> !(v instanceof Map) && !(v instanceof List))
                .map(String::valueOf);
    }

    /// The map at the path; empty if there is none.
    public Map<String, Object> map(String... path) {
        return at(path).map(KubeObject::asMap).orElse(Map.of());
    }

    /// The list at the path; empty if there is none.
    public List<Object> list(String... path) {
        return at(path).map(KubeObject::asList).orElse(List.of());
    }

    /// The list at the path, each element that is a map.
    public List<Map<String, Object>> maps(String... path) {
        return list(path).stream().filter(Map.class::isInstance).map(KubeObject::asMap).toList();
    }

    /// The map of text to text at the path, for example `data` of a ConfigMap.
    public Map<String, String> texts(String... path) {
        var texts = new LinkedHashMap<String, String>();
        map(path).forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return Collections.unmodifiableMap(texts);
    }

    /// A copy with the value at the path; maps on the way are made.
    public KubeObject with(Object value, String... path) {
        return new KubeObject(replaced(fields, value, path, 0));
    }

    private static Map<String, Object> replaced(
            Map<String, Object> map, Object value, String[] path, int depth) {
        var copy = new LinkedHashMap<>(map);
        var key = path[depth];
        if (depth == path.length - 1) {
            copy.put(key, value);
        } else {
            copy.put(key, replaced(asMap(copy.get(key)), value, path, depth + 1));
        }
        return copy;
    }

    @SuppressWarnings("unchecked") // the trees hold nothing but text keys, see frozen
    private static Map<String, Object> asMap(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    @SuppressWarnings("unchecked") // of the trees' own, which nobody changes
    private static List<Object> asList(Object value) {
        return value instanceof List<?> list ? (List<Object>) list : List.of();
    }

    /// The same, of parts that never change; those that do not already are taken as they are.
    private static FixedMap frozen(Map<?, ?> map) {
        if (map instanceof FixedMap fixed) {
            return fixed;
        }
        var entries = new ArrayList<Object>(2 * map.size());
        map.forEach((key, value) -> {
            if (value != null) {
                entries.add(String.valueOf(key));
                entries.add(frozenValue(value));
            }
        });
        return FixedMap.of(entries);
    }

    private static Object frozenValue(Object value) {
        return switch (value) {
            case FixedList list -> list;
            case Map<?, ?> map -> frozen(map);
            case List<?> list -> FixedList.of(list.stream().map(KubeObject::frozenValue).toList());
            case String _, Number _, Boolean _ -> value;
            default ->
                    throw new IllegalArgumentException(
                            "a Kubernetes object holds maps, lists, text, numbers and booleans, not "
                                    + value.getClass().getName());
        };
    }
}
