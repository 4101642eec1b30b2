package io.mooring.api;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A YAML document in memory. Objects and arrays are mutable: they belong to one loader.
sealed interface Node {

    /// A map of keys to nodes, in the order of the document.
    record Obj(LinkedHashMap<String, Node> entries) implements Node {
        Obj() {
            this(new LinkedHashMap<>());
        }
    }

    /// A sequence.
    record Arr(ArrayList<Node> items) implements Node {}

    /// A scalar: as it was written, and as YAML understands it (String, Boolean or Number).
    record Leaf(String text, Object value) implements Node {
        static Leaf of(Object value) {
            return new Leaf(value.toString(), value);
        }
    }

    /// A key without a value, or `null`: nothing was said.
    record Nothing() implements Node {}

    /// What a user would call this, for "must be X, but is Y".
    default String described() {
        return switch (this) {
            case Obj _ -> "a map";
            case Arr _ -> "a list";
            case Leaf(var text, Boolean _) -> text;
            case Leaf(var text, Number _) -> text;
            case Leaf(var text, _) -> '"' + text + '"';
            case Nothing _ -> "empty";
        };
    }

    /// Whether nothing is asked for here: no value, or one that is empty, or switched off.
    default boolean asksForNothing() {
        return switch (this) {
            case Obj(var entries) ->
                    (entries.get("enabled") instanceof Leaf(_, var on) && !Boolean.TRUE.equals(on))
                            || entries.values().stream().allMatch(Node::asksForNothing);
            case Arr(var items) -> items.isEmpty();
            case Leaf(var text, Object value) -> text.isEmpty() || Boolean.FALSE.equals(value);
            case Nothing _ -> true;
        };
    }

    /// As plain Java: Map, List, String, Boolean, Number; null for nothing.
    default @Nullable Object plain() {
        return switch (this) {
            case Obj(var entries) -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                entries.forEach((key, value) -> map.put(key, value.plain()));
                yield map;
            }
            case Arr(var items) -> {
                List<@Nullable Object> list = new ArrayList<>();
                items.forEach(item -> list.add(item.plain()));
                yield list;
            }
            case Leaf(_, BigInteger value) when value.bitLength() < 32 -> value.intValue();
            case Leaf(_, BigInteger value) when value.bitLength() < 64 -> value.longValue();
            case Leaf(_, var value) -> value;
            case Nothing _ -> null;
        };
    }

    /// `top` laid over `base`: maps merge key by key, anything else replaces what was there.
    static Node overlay(@Nullable Node base, @Nullable Node top) {
        if (top == null || (top instanceof Nothing && base instanceof Obj)) {
            return base == null ? new Nothing() : base;
        }
        if (!(base instanceof Obj(var below)) || !(top instanceof Obj(var above))) {
            return top;
        }
        var merged = new LinkedHashMap<>(below);
        above.forEach((key, value) -> merged.put(key, overlay(below.get(key), value)));
        return new Obj(merged);
    }
}
