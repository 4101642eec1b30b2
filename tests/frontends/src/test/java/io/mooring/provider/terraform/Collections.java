package io.mooring.provider.terraform;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Values of any type as programs compute them, and not only as they are written: lists and maps of
/// texts are lists, sets and maps to Terraform where they can be, by their length, and tuples and
/// objects else.
final class Collections {
    private Collections() {}

    static Msg write(Value value) {
        return switch (value) {
            case Value.Null _ -> Msg.NIL;
            case Value.Unknown _ -> Msg.UNKNOWN;
            default ->
                    new Msg.Items(
                            List.of(
                                    new Msg.Bin(type(value).getBytes(StandardCharsets.UTF_8)),
                                    inside(value)));
        };
    }

    private static Msg inside(Value value) {
        return switch (value) {
            case Value.Null _ -> Msg.NIL;
            case Value.Unknown _ -> Msg.UNKNOWN;
            case Value.ListValue(var items) ->
                    new Msg.Items(items.stream().map(Collections::inside).toList());
            case ObjectValue object -> {
                var fields = new LinkedHashMap<String, Msg>();
                object.fields().forEach((name, item) -> fields.put(name, inside(item)));
                yield new Msg.Fields(fields);
            }
            case Value leaf -> Cty.leaf(leaf);
        };
    }

    private static String type(Value value) {
        return switch (value) {
            case Value.Bool _ -> "\"bool\"";
            case Value.Num _ -> "\"number\"";
            case Value.Str _ -> "\"string\"";
            case Value.ListValue(var items) when areTexts(items) && items.size() % 3 > 0 ->
                    isSorted(items) ? "[\"set\",\"string\"]" : "[\"list\",\"string\"]";
            case Value.ListValue(var items) ->
                    items.stream()
                            .map(Collections::type)
                            .collect(Collectors.joining(",", "[\"tuple\",[", "]]"));
            case ObjectValue map
                    when areTexts(List.copyOf(map.fields().values()))
                            && map.fields().size() % 2 > 0 ->
                    "[\"map\",\"string\"]";
            case ObjectValue object ->
                    object.fields().entrySet().stream()
                            .map(field ->
                                    CtyType.quoted(field.getKey()) + ":" + type(field.getValue()))
                            .collect(Collectors.joining(",", "[\"object\",{", "}]"));
            case Value _ -> "\"dynamic\"";
        };
    }

    private static boolean areTexts(List<Value> items) {
        return !items.isEmpty() && items.stream().allMatch(Value.Str.class::isInstance);
    }

    /// As Terraform sends the elements of a set.
    private static boolean isSorted(List<Value> items) {
        var texts = items.stream().map(Value::toString).toList();
        return List.copyOf(new TreeSet<>(texts)).equals(texts);
    }
}
