package io.mooring.nodes.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Every field that a request may have, by its path; `!` after one marks that it must be there, `*`
/// that whatever is below may be, `[]` stands for each item of a list.
public record FieldList(List<String> fields) {

    public FieldList {
        fields = List.copyOf(fields);
    }

    /// @param text the fields with white space between them
    public static FieldList of(String text) {
        return new FieldList(List.of(text.strip().split("\\s+")));
    }

    /// What is wrong with a request, a word for each.
    public List<String> wrong(JsonNode request) {
        var given = new TreeMap<String, JsonNode>();
        walk("", request, given);
        var wrong = new ArrayList<String>();
        given.keySet().stream()
                .filter(field -> fields.stream().noneMatch(it -> fits(it, field)))
                .forEach(field -> wrong.add("unknown " + field));
        fields.stream()
                .filter(it -> it.endsWith("!"))
                .map(it -> it.substring(0, it.length() - 1))
                .filter(it -> !given.containsKey(it))
                .forEach(it -> wrong.add("missing " + it));
        return wrong;
    }

    private static boolean fits(String known, String field) {
        String name = known.endsWith("!") ? known.substring(0, known.length() - 1) : known;
        return name.endsWith("*")
                ? field.startsWith(name.substring(0, name.length() - 1))
                : name.equals(field);
    }

    /// Every leaf, by its path.
    private static void walk(String path, JsonNode node, Map<String, JsonNode> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties()
                    .forEach(it ->
                            walk(
                                    path.isEmpty() ? it.getKey() : path + "." + it.getKey(),
                                    it.getValue(),
                                    leaves));
        } else if (node.isArray()) {
            node.forEach(it -> walk(path + "[]", it, leaves));
        } else {
            leaves.put(path, node);
        }
    }
}
