package io.mooring.api;

import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// [Node]s to records. A value that does not fit is reported and replaced by its default, so that
/// the rules that come after can report what is wrong with the rest.
final class Binder {
    private final List<Problem> problems;

    Binder(List<Problem> problems) {
        this.problems = problems;
    }

    VirtualClusterConfig bind(Node.Obj document) {
        return (VirtualClusterConfig) record(VirtualClusterConfig.class, document, null, "");
    }

    private Object value(Type type, @Nullable Node written, @Nullable Node fallback, String path) {
        var raw = Schema.rawOf(type);
        var user = written instanceof Node.Nothing ? null : written;
        if (Shape.isShaped(raw)) {
            return record(raw, user, fallback, path);
        }
        if (raw == Map.class) {
            return map(Schema.elementOf(type), user, fallback, path);
        }
        if (raw == List.class) {
            return list(Schema.elementOf(type), user, fallback, path);
        }
        return scalar(raw, user, fallback, path);
    }

    private Object record(
            Class<?> type, @Nullable Node written, @Nullable Node fallback, String path) {
        var user = entries(written, path);
        var defaults = fallback instanceof Node.Obj(var entries) ? entries : Map.<String, Node>of();
        var shape = Shape.of(type);
        var values =
                shape.fields().stream()
                        .map(field -> field(field, user, defaults, path))
                        .toArray(Object[]::new);
        for (var key : user.keySet()) {
            if (!shape.keys().contains(key)) {
                problems.add(
                        new Problem(Path.child(path, key), Suggestion.forKey(key, shape.keys())));
            }
        }
        return shape.construct(values);
    }

    private Object field(
            Shape.Field field, Map<String, Node> user, Map<String, Node> defaults, String path) {
        var own = field.fallback();
        var outer = defaults.get(field.key());
        var merged = own == null && outer == null ? null : Node.overlay(own, outer);
        return value(field.type(), user.get(field.key()), merged, Path.child(path, field.key()));
    }

    private Map<String, Node> entries(@Nullable Node written, String path) {
        if (written == null) {
            return Map.of();
        }
        if (written instanceof Node.Obj(var entries)) {
            return entries;
        }
        problems.add(new Problem(path, "must be a map, but is " + written.described()));
        return Map.of();
    }

    private Object map(Type element, @Nullable Node written, @Nullable Node fallback, String path) {
        var user = entries(written, path);
        var merged = Node.overlay(fallback, new Node.Obj(new LinkedHashMap<>(user)));
        var values = new LinkedHashMap<String, Object>();
        ((Node.Obj) merged)
                .entries()
                .forEach((key, node) -> {
                    if (!(node instanceof Node.Nothing)) {
                        values.put(key, value(element, node, null, Path.child(path, key)));
                    }
                });
        return Collections.unmodifiableMap(values);
    }

    private Object list(
            Type element, @Nullable Node written, @Nullable Node fallback, String path) {
        var user = written;
        if (user != null && !(user instanceof Node.Arr)) {
            problems.add(new Problem(path, "must be a list, but is " + user.described()));
            user = null;
        }
        if (!((user == null ? fallback : user) instanceof Node.Arr(var items))) {
            return List.of();
        }
        var values = new ArrayList<Object>();
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            if (item instanceof Node.Nothing) {
                problems.add(new Problem(Path.item(path, i), "is empty; remove it"));
                continue;
            }
            values.add(value(element, item, null, Path.item(path, i)));
        }
        return Collections.unmodifiableList(values);
    }

    private Object scalar(
            Class<?> type, @Nullable Node written, @Nullable Node fallback, String path) {
        if (written != null) {
            var converted = convert(type, written);
            if (converted != null) {
                return converted;
            }
            problems.add(new Problem(path, mismatch(type, written)));
        }
        if (fallback != null) {
            return Objects.requireNonNull(
                    convert(type, fallback), () -> "default of " + path + " does not fit");
        }
        return zero(type);
    }

    private static @Nullable Object convert(Class<?> type, Node node) {
        if (type == Object.class) {
            return freeze(node.plain());
        }
        if (!(node instanceof Node.Leaf(var text, Object value))) {
            return null;
        }
        if (type == String.class) {
            return value instanceof Boolean ? null : text;
        }
        if (type == Secret.class) {
            return value instanceof Boolean ? null : new Secret(text);
        }
        if (type == boolean.class) {
            return value instanceof Boolean ? value : null;
        }
        if (type == int.class) {
            return value instanceof BigInteger number && number.bitLength() < 32
                    ? (Object) number.intValue()
                    : null;
        }
        if (type == Toggle.class) {
            return Arrays.stream(Toggle.values())
                    .filter(toggle -> toggle.name().equals(text.toUpperCase(Locale.ROOT)))
                    .findFirst()
                    .orElse(null);
        }
        throw new IllegalStateException("no conversion to " + type);
    }

    private static String mismatch(Class<?> type, Node written) {
        var is = ", but is " + written.described();
        if (type == boolean.class) {
            return "must be true or false" + is;
        }
        if (type == int.class) {
            return "must be a whole number" + is;
        }
        if (type == Toggle.class) {
            return "must be auto, true or false" + is;
        }
        return written instanceof Node.Leaf
                ? "must be text" + is + "; put it in quotes"
                : "must be text" + is;
    }

    private static Object zero(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        if (type == Secret.class) {
            return new Secret("");
        }
        return "";
    }

    private static @Nullable Object freeze(@Nullable Object plain) {
        return switch (plain) {
            case Map<?, ?> map -> {
                var frozen = new LinkedHashMap<Object, @Nullable Object>();
                map.forEach((key, value) -> frozen.put(key, freeze(value)));
                yield Collections.unmodifiableMap(frozen);
            }
            case List<?> list -> {
                var frozen = new ArrayList<@Nullable Object>();
                list.forEach(value -> frozen.add(freeze(value)));
                yield Collections.unmodifiableList(frozen);
            }
            case null, default -> plain;
        };
    }
}
