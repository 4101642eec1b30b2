package io.mooring.syncer.translate;

import io.mooring.syncer.names.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Label selectors. In the host cluster all pods of all namespaces of a tenant, and others beside
/// them, are in one namespace, so a selector there must ask for the marks too.
final class Selectors {
    private Selectors() {}

    /// The selector of the same pods in the host cluster, of those that have these labels.
    static Map<String, Object> pods(Map<String, Object> selector, Map<String, String> marks) {
        var translated = translated(selector, Keys::toHost);
        var labels = new TreeMap<>(Tree.map(translated, "matchLabels"));
        labels.putAll(marks);
        translated.put("matchLabels", labels);
        return translated;
    }

    /// A selector of pods by the labels of their namespaces.
    static Map<String, Object> namespaces(Map<String, Object> selector) {
        return translated(selector, Keys::ofNamespaceLabel);
    }

    /// What both select.
    static Map<String, Object> both(Map<String, Object> one, Map<String, Object> other) {
        var both = new LinkedHashMap<String, Object>();
        var labels = new TreeMap<>(Tree.map(one, "matchLabels"));
        labels.putAll(Tree.map(other, "matchLabels"));
        both.put("matchLabels", labels);
        var expressions = new ArrayList<Object>(Tree.list(one, "matchExpressions"));
        expressions.addAll(Tree.list(other, "matchExpressions"));
        if (!expressions.isEmpty()) {
            both.put("matchExpressions", expressions);
        }
        return both;
    }

    static Map<String, Object> expression(String key, String operator, List<String> values) {
        var expression = new LinkedHashMap<String, Object>();
        expression.put("key", key);
        expression.put("operator", operator);
        expression.put("values", values);
        return expression;
    }

    private static Map<String, Object> translated(
            Map<String, Object> selector, UnaryOperator<String> key) {
        var translated = Tree.copy(selector);
        if (selector.containsKey("matchLabels")) {
            translated.put("matchLabels", keys(Tree.map(translated, "matchLabels"), key));
        }
        for (var expression : Tree.maps(translated, "matchExpressions")) {
            expression.put("key", key.apply(Tree.text(expression, "key")));
        }
        return translated;
    }

    static Map<String, Object> keys(Map<String, Object> labels, UnaryOperator<String> key) {
        var renamed = new TreeMap<String, Object>();
        labels.forEach((name, value) -> renamed.put(key.apply(name), value));
        return renamed;
    }
}
