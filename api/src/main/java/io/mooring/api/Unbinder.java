package io.mooring.api;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Records to [Node]s: the way back of [Binder].
final class Unbinder {
    private final Function<Secret, String> secretText;

    Unbinder(Function<Secret, String> secretText) {
        this.secretText = secretText;
    }

    /// The tree of `config`, without empty values that are the default.
    Node.Obj unbind(VirtualClusterConfig config) {
        var full = (Node.Obj) node(config);
        var silent = (Node.Obj) node(new Binder(new ArrayList<>()).bind(new Node.Obj()));
        return trim(full, silent);
    }

    /// The tree of any part of a configuration, with nothing left out.
    Node node(@Nullable Object value) {
        return switch (value) {
            case null -> new Node.Nothing();
            case Secret secret -> Node.Leaf.of(secretText.apply(secret));
            case Record record -> fields(record);
            case Map<?, ?> map -> {
                var entries = new LinkedHashMap<String, Node>();
                map.forEach((key, item) -> entries.put(String.valueOf(key), node(item)));
                yield new Node.Obj(entries);
            }
            case List<?> list -> {
                var items = new ArrayList<Node>();
                list.forEach(item -> items.add(node(item)));
                yield new Node.Arr(items);
            }
            case Toggle toggle -> toggle(toggle);
            case Integer number -> Node.Leaf.of(BigInteger.valueOf(number));
            case Long number -> Node.Leaf.of(BigInteger.valueOf(number));
            default -> Node.Leaf.of(value);
        };
    }

    private static Node toggle(Toggle toggle) {
        return switch (toggle) {
            case AUTO -> Node.Leaf.of("auto");
            case TRUE -> Node.Leaf.of(true);
            case FALSE -> Node.Leaf.of(false);
        };
    }

    private Node fields(Record record) {
        var entries = new LinkedHashMap<String, Node>();
        for (var field : Shape.of(record.getClass()).fields()) {
            entries.put(field.key(), node(field.in(record)));
        }
        return new Node.Obj(entries);
    }

    /// Leaves out what is empty in `full` and in `silent`. A key that only `silent` has was removed
    /// by the user, which takes an explicit null to say.
    private static Node.Obj trim(Node.Obj full, Node.Obj silent) {
        var kept = new LinkedHashMap<String, Node>();
        full.entries()
                .forEach((key, value) -> {
                    var fallback = silent.entries().get(key);
                    var node =
                            value instanceof Node.Obj object && fallback instanceof Node.Obj below
                                    ? trim(object, below)
                                    : value;
                    if (fallback == null || !isEmpty(node) || !isSilent(fallback)) {
                        kept.put(key, node);
                    }
                });
        for (var key : silent.entries().keySet()) {
            if (!full.entries().containsKey(key)) {
                kept.put(key, new Node.Nothing());
            }
        }
        return new Node.Obj(kept);
    }

    /// Whether nothing would be left of `node` after trimming.
    private static boolean isSilent(Node node) {
        return node instanceof Node.Obj(var entries)
                ? entries.values().stream().allMatch(Unbinder::isSilent)
                : isEmpty(node);
    }

    private static boolean isEmpty(Node node) {
        return switch (node) {
            case Node.Obj(var entries) -> entries.isEmpty();
            case Node.Arr(var items) -> items.isEmpty();
            case Node.Leaf(var text, Object value) -> value instanceof String && text.isEmpty();
            case Node.Nothing _ -> false;
        };
    }
}
