package io.mooring.api;

import io.mooring.api.expression.Expression;
import io.mooring.api.expression.ExpressionException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What `patches` may say, wherever in `sync` they are.
final class PatchRules {
    private static final String STEP = "\\[(\\d{1,6}|\\*|\"[^\"]+\"|'[^']+')]";
    private static final Pattern FIELDS =
            Pattern.compile("[A-Za-z0-9_-]+(\\.([A-Za-z0-9_-]+|\\*)|" + STEP + ")*");

    /// Says whose copy an object is, or what it is at all.
    private static final Pattern FIXED =
            Pattern.compile(
                    "apiVersion|kind|metadata"
                            + "|metadata\\.(name|namespace|uid|ownerReferences)([.\\[].*)?");

    private static final Set<String> OF_REFERENCES =
            Set.of("apiVersion", "kind", "namePath", "namespacePath");

    private PatchRules() {}

    static void check(Check check) {
        for (var direction : List.of("sync.toHost", "sync.fromHost")) {
            if (Tree.at(check.written(), direction) instanceof Node.Obj(var kinds)) {
                kinds.forEach((kind, node) -> below(check, node, Path.child(direction, kind)));
            }
        }
    }

    private static void below(Check check, Node node, String path) {
        if (!(node instanceof Node.Obj(var entries))) {
            return;
        }
        entries.forEach((key, value) -> {
            if (key.equals("patches") && value instanceof Node.Arr(var items)) {
                var seen = new HashSet<String>();
                for (int i = 0; i < items.size(); i++) {
                    patch(check, items.get(i), Path.item(path + ".patches", i), seen);
                }
            } else {
                below(check, value, Path.child(path, key));
            }
        });
    }

    private static void patch(Check check, Node node, String path, Set<String> seen) {
        if (!(node instanceof Node.Obj(var entries))) {
            return;
        }
        check.require(entries.containsKey("path"), path + ".path", "must be set");
        var fields = text(entries, "path");
        if (!fields.isEmpty()) {
            fields(check, path + ".path", fields);
            check.require(
                    seen.add(fields),
                    path + ".path",
                    "must be there once, but " + fields + " has a patch before this one");
        }
        boolean expression =
                entries.containsKey("expression") || entries.containsKey("reverseExpression");
        int ways =
                (expression ? 1 : 0)
                        + (entries.containsKey("labels") ? 1 : 0)
                        + (entries.containsKey("reference") ? 1 : 0);
        check.require(ways == 1, path, "must have exactly one of expression, labels and reference");
        expression(check, path + ".expression", text(entries, "expression"));
        expression(check, path + ".reverseExpression", text(entries, "reverseExpression"));
        if (entries.get("reference") instanceof Node.Obj(var reference)) {
            reference(check, path + ".reference", reference);
        }
        boolean fromHost = path.startsWith("sync.fromHost.");
        for (var key : List.of("labels", "reference", "reverseExpression")) {
            check.require(
                    !fromHost || !entries.containsKey(key),
                    path + "." + key,
                    "has no effect on what comes from the host; use expression");
        }
    }

    private static void fields(Check check, String at, String fields) {
        if (!FIELDS.matcher(fields).matches()) {
            check.require(
                    false,
                    at,
                    "must lead to fields, like spec.rules[*].host or"
                            + " metadata.annotations[\"example.com/a\"], but is \""
                            + fields
                            + '"');
            return;
        }
        check.require(
                !FIXED.matcher(fields).matches(),
                at,
                "must not lead to what says which object it is, but is \"" + fields + '"');
    }

    private static void expression(Check check, String at, String source) {
        if (source.isEmpty()) {
            return;
        }
        try {
            Expression.parse(source);
        } catch (ExpressionException e) {
            check.require(false, at, "cannot be read: " + e.getMessage());
        }
    }

    private static void reference(Check check, String at, Map<String, Node> reference) {
        check.require(
                !text(reference, "apiVersion").isEmpty() && !text(reference, "kind").isEmpty(),
                at,
                "must have apiVersion and kind");
        reference
                .keySet()
                .forEach(key ->
                        check.require(
                                OF_REFERENCES.contains(key),
                                Path.child(at, key),
                                "is not in this version; there are apiVersion, kind, namePath and"
                                        + " namespacePath"));
        for (var key : List.of("namePath", "namespacePath")) {
            var fields = text(reference, key);
            check.require(
                    fields.isEmpty() || FIELDS.matcher(fields).matches(),
                    Path.child(at, key),
                    "must lead to a field, like secretRef.name, but is \"" + fields + '"');
        }
        check.require(
                text(reference, "namespacePath").isEmpty()
                        || !text(reference, "namePath").isEmpty(),
                Path.child(at, "namespacePath"),
                "needs namePath beside it");
    }

    private static String text(Map<String, Node> entries, String key) {
        return entries.get(key) instanceof Node.Leaf(var text, _) ? text : "";
    }
}
