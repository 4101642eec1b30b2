package io.mooring.nodes.gcp.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// As much of Google's language of filters as is used here: of terms of one field any, of different
/// fields all. Anything else is refused.
record Filter(Map<String, List<String>> labels, List<String> names, List<Pattern> targets) {

    private static final Pattern TERM =
            Pattern.compile("\\(?(labels\\.[a-z-]+|name|targetLink) (=|eq) \"([^\"]+)\"\\)?");

    static Filter of(GceCall call) {
        String text = call.query().getOrDefault("filter", "");
        var labels = new HashMap<String, List<String>>();
        var names = new ArrayList<String>();
        var targets = new ArrayList<Pattern>();
        Matcher terms = TERM.matcher(text);
        while (terms.find()) {
            boolean expression = terms.group(2).equals("eq");
            switch (terms.group(1)) {
                case "name" -> names.add(terms.group(3));
                case "targetLink" -> targets.add(Pattern.compile(terms.group(3)));
                case String it ->
                        labels.computeIfAbsent(
                                        it.substring("labels.".length()), _ -> new ArrayList<>())
                                .add(terms.group(3));
            }
            if (expression != terms.group(1).equals("targetLink")) {
                throw new IllegalArgumentException(text);
            }
        }
        String rest = TERM.matcher(text).replaceAll("").replaceAll("AND|OR|[ ()]", "");
        if (!rest.isEmpty() || text.isEmpty()) {
            throw new IllegalArgumentException("filter of " + call + ": " + text);
        }
        return new Filter(labels, names, targets);
    }

    boolean test(JsonNode thing) {
        boolean labelled =
                labels.entrySet().stream()
                        .allMatch(it ->
                                it.getValue()
                                        .contains(
                                                thing.path("labels")
                                                        .path(it.getKey())
                                                        .asString("")));
        String name = thing.path("name").asString("");
        String target = thing.path("targetLink").asString("");
        return labelled
                && (names.isEmpty() || names.contains(name))
                && targets.stream().allMatch(it -> it.matcher(target).matches());
    }
}
