package io.mooring.api;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.io.JsonStringEncoder;

/// [Node]s as YAML in block style. Texts that another reader might take for something else are
/// quoted.
final class YamlWriter {
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z/][A-Za-z0-9._/-]*|[0-9]+(\\.[0-9]+)*(/[0-9]+|[mkMGT]i?)");
    private static final Set<String> RESERVED =
            Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    static String write(Node.Obj document) {
        var writer = new YamlWriter();
        if (document.entries().isEmpty()) {
            return "{}\n";
        }
        writer.object(document, 0, false);
        return writer.out.toString();
    }

    private void object(Node.Obj object, int depth, boolean startsInLine) {
        boolean indented = startsInLine;
        for (var entry : object.entries().entrySet()) {
            if (!indented) {
                indent(depth);
            }
            indented = false;
            out.append(text(entry.getKey())).append(':');
            below(entry.getValue(), depth);
        }
    }

    private void below(Node value, int depth) {
        switch (value) {
            case Node.Obj object when !object.entries().isEmpty() -> {
                out.append('\n');
                object(object, depth + 1, false);
            }
            case Node.Arr(var items) when !items.isEmpty() -> {
                out.append('\n');
                for (var item : items) {
                    item(item, depth + 1);
                }
            }
            case Node.Obj _, Node.Arr _, Node.Leaf _, Node.Nothing _ ->
                    out.append(' ').append(inline(value)).append('\n');
        }
    }

    private void item(Node item, int depth) {
        indent(depth);
        out.append('-');
        switch (item) {
            case Node.Obj object when !object.entries().isEmpty() -> {
                out.append(' ');
                object(object, depth + 1, true);
            }
            case Node.Arr _, Node.Obj _, Node.Leaf _, Node.Nothing _ -> below(item, depth);
        }
    }

    private static String inline(Node value) {
        return switch (value) {
            case Node.Obj _ -> "{}";
            case Node.Arr _ -> "[]";
            case Node.Leaf(var text, String _) -> text(text);
            case Node.Leaf(_, Double number) when number.isNaN() -> ".nan";
            case Node.Leaf(_, Double number) when number.isInfinite() ->
                    number > 0 ? ".inf" : "-.inf";
            case Node.Leaf(var text, _) -> text;
            case Node.Nothing _ -> "null";
        };
    }

    private static String text(String text) {
        if (PLAIN.matcher(text).matches() && !RESERVED.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
    }

    private void indent(int depth) {
        out.append("  ".repeat(depth));
    }
}
