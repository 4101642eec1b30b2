package io.mooring.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which leaves of two trees differ. A list whose length changed differs as a whole.
final class TreeDiff {
    private TreeDiff() {}

    static List<String> changed(Node.Obj old, Node.Obj next) {
        Set<String> found = new LinkedHashSet<>();
        compare(old, next, "", found::add);
        return List.copyOf(found);
    }

    private static void compare(
            @Nullable Node old, @Nullable Node next, String path, Consumer<String> found) {
        if (old != null && old.equals(next)) {
            return;
        }
        if (old instanceof Node.Obj(var before) && next instanceof Node.Obj(var after)) {
            var keys = new LinkedHashSet<>(before.keySet());
            keys.addAll(after.keySet());
            for (var key : keys) {
                compare(before.get(key), after.get(key), Path.child(path, key), found);
            }
        } else if (old instanceof Node.Arr(var before)
                && next instanceof Node.Arr(var after)
                && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(before.get(i), after.get(i), Path.item(path, i), found);
            }
        } else if (old == null || next == null) {
            missing(old == null ? next : old, path, found);
        } else {
            found.accept(path);
        }
    }

    /// One side knows nothing here: all that the other asks for differs.
    private static void missing(@Nullable Node node, String path, Consumer<String> found) {
        if (node instanceof Node.Obj(var entries) && !entries.isEmpty()) {
            entries.forEach((key, value) -> missing(value, Path.child(path, key), found));
        } else if (node != null) {
            found.accept(path);
        }
    }
}
