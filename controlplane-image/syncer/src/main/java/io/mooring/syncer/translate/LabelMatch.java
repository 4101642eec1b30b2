package io.mooring.syncer.translate;

import java.util.Map;

/// Whether labels are what a selector asks for.
final class LabelMatch {
    private LabelMatch() {}

    static boolean matches(Map<String, Object> selector, Map<String, String> labels) {
        return Tree.map(selector, "matchLabels").entrySet().stream()
                        .allMatch(e -> e.getValue().equals(labels.get(e.getKey())))
                && Tree.maps(selector, "matchExpressions").stream()
                        .allMatch(expression -> isMet(expression, labels));
    }

    private static boolean isMet(Map<String, Object> expression, Map<String, String> labels) {
        var value = labels.get(Tree.text(expression, "key"));
        var values = Tree.texts(expression, "values");
        return switch (Tree.text(expression, "operator")) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
