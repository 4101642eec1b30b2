package io.mooring.provider.pulumi;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.util.Iterator;
import java.util.function.Consumer;

/// Writes values as indented JSON. Small enough to spare the plugin's start a JSON library.
final class JsonText {
    private final StringBuilder out = new StringBuilder();

    private JsonText() {}

    static String pretty(Value value) {
        var text = new JsonText();
        text.value(value, 0);
        return text.out.append('\n').toString();
    }

    private void value(Value value, int depth) {
        switch (value.bare()) {
            case ObjectValue object ->
                    block(
                            '{',
                            '}',
                            depth,
                            object.fields().entrySet().iterator(),
                            field -> {
                                string(field.getKey());
                                out.append(": ");
                                value(field.getValue(), depth + 1);
                            });
            case Value.ListValue(var items) ->
                    block('[', ']', depth, items.iterator(), item -> value(item, depth + 1));
            case Value.Str(var text) -> string(text);
            case Value.Num _, Value.Bool _, Value.Null _ -> out.append(value.bare());
            case Value other -> throw new IllegalArgumentException("JSON has no form for " + other);
        }
    }

    private <T> void block(char open, char close, int depth, Iterator<T> parts, Consumer<T> write) {
        out.append(open);
        if (!parts.hasNext()) {
            out.append(close);
            return;
        }
        while (parts.hasNext()) {
            out.append('\n').append("  ".repeat(depth + 1));
            write.accept(parts.next());
            if (parts.hasNext()) {
                out.append(',');
            }
        }
        out.append('\n').append("  ".repeat(depth)).append(close);
    }

    private void string(String text) {
        out.append('"');
        text.chars()
                .forEach(c -> {
                    switch (c) {
                        case '"' -> out.append("\\\"");
                        case '\\' -> out.append("\\\\");
                        case '\n' -> out.append("\\n");
                        case '\r' -> out.append("\\r");
                        case '\t' -> out.append("\\t");
                        default -> {
                            if (c < 0x20) {
                                out.append("\\u%04x".formatted(c));
                            } else {
                                out.append((char) c);
                            }
                        }
                    }
                });
        out.append('"');
    }
}
