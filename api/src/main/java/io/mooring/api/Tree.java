package io.mooring.api;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finding and changing places in a document. A path is made of keys joined by dots; a list's item
/// is `[3]` behind its key, or `*` in a pattern.
final class Tree {
    private static final Pattern INDEX = Pattern.compile("\\[(\\d+)]");

    private Tree() {}

    static @Nullable Node at(Node root, String path) {
        Node node = root;
        for (var segment : segments(path)) {
            node = step(node, segment);
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    /// Sets a value and makes the maps that lead to it. Does nothing if something that is no map is
    /// in the way: the binder reports that.
    static void put(Node.Obj root, String path, Node value) {
        var segments = segments(path);
        Node node = root;
        for (var segment : segments.subList(0, segments.size() - 1)) {
            if (node instanceof Node.Obj(var entries)
                    && (!entries.containsKey(segment)
                            || entries.get(segment) instanceof Node.Nothing)) {
                entries.put(segment, new Node.Obj());
            }
            node = step(node, segment);
            if (node == null) {
                return;
            }
        }
        if (node instanceof Node.Obj(var entries)) {
            entries.put(segments.getLast(), value);
        }
    }

    static void remove(Node.Obj root, String path) {
        var dot = path.lastIndexOf('.');
        var parent = dot < 0 ? root : at(root, path.substring(0, dot));
        if (parent instanceof Node.Obj(var entries)) {
            entries.remove(path.substring(dot + 1));
        }
    }

    /// All places that fit a pattern, by path.
    static Map<String, Node> matching(Node root, String pattern) {
        var found = new LinkedHashMap<String, Node>();
        walk(root, "", Arrays.asList(pattern.split("\\.")), found::put);
        return found;
    }

    private static void walk(
            Node node, String path, List<String> pattern, BiConsumer<String, Node> found) {
        if (pattern.isEmpty()) {
            found.accept(path, node);
            return;
        }
        var rest = pattern.subList(1, pattern.size());
        if (pattern.getFirst().equals("*")) {
            if (node instanceof Node.Arr(var items)) {
                for (int i = 0; i < items.size(); i++) {
                    walk(items.get(i), Path.item(path, i), rest, found);
                }
            }
            return;
        }
        var next = step(node, pattern.getFirst());
        if (next != null) {
            walk(next, Path.child(path, pattern.getFirst()), rest, found);
        }
    }

    private static @Nullable Node step(Node node, String segment) {
        var index = INDEX.matcher(segment);
        if (index.matches()) {
            int at = Integer.parseInt(index.group(1));
            return node instanceof Node.Arr(var items) && at < items.size() ? items.get(at) : null;
        }
        return node instanceof Node.Obj(var entries) ? entries.get(segment) : null;
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.replace("[", ".[").split("\\."));
    }
}
