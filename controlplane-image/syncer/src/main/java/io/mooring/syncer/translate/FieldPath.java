package io.mooring.syncer.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Which fields of an object: `spec.rules[*].host`, `metadata.annotations["example.com/a"]`.
public record FieldPath(String text, List<Step> steps) {
    private static final Pattern STEP =
            Pattern.compile(
                    "\\.?(?<key>[A-Za-z0-9_-]+|\\*)|\\[(?<index>\\d{1,6}|\\*)]"
                            + "|\\[(?<quote>[\"'])(?<quoted>.*?)\\k<quote>]");

    /// One step of the way.
    public sealed interface Step {
        record Key(String name) implements Step {}

        record Index(int place) implements Step {}

        /// Every element, or every value.
        record Every() implements Step {}
    }

    public FieldPath {
        steps = List.copyOf(steps);
    }

    /// @throws IllegalArgumentException if it is none
    public static FieldPath parse(String text) {
        var steps = new ArrayList<Step>();
        var matcher = STEP.matcher(text);
        int at = 0;
        while (at < text.length() && matcher.region(at, text.length()).lookingAt()) {
            steps.add(step(matcher.group("key"), matcher.group("index"), matcher.group("quoted")));
            at = matcher.end();
        }
        if (at < text.length() || steps.isEmpty() || text.startsWith(".")) {
            throw new IllegalArgumentException("no path of a field: \"" + text + '"');
        }
        return new FieldPath(text, steps);
    }

    private static Step step(String key, String index, String quoted) {
        if ("*".equals(key) || "*".equals(index)) {
            return new Step.Every();
        }
        if (index != null) {
            return new Step.Index(Integer.parseInt(index));
        }
        return new Step.Key(key == null ? quoted : key);
    }

    /// The name that the last step asks for; empty if it asks for none.
    String lastKey() {
        return steps.getLast() instanceof Step.Key(var name) ? name : "";
    }

    /// Changes what is there; empty, before or after, is nothing. What the last step leads to need
    /// not be there, but what it is in.
    ///
    /// @param tree is changed, and whatever is in it
    void change(Map<String, Object> tree, UnaryOperator<Optional<Object>> change) {
        change(tree, 0, change);
    }

    private void change(Object holder, int at, UnaryOperator<Optional<Object>> change) {
        UnaryOperator<Optional<Object>> below =
                at == steps.size() - 1
                        ? change
                        : found -> {
                            found.ifPresent(value -> change(value, at + 1, change));
                            return found;
                        };
        if (holder instanceof Map<?, ?> map) {
            changeMap(cast(map), steps.get(at), below);
        } else if (holder instanceof List<?> list) {
            changeList(castList(list), steps.get(at), below);
        }
    }

    private static void changeMap(
            Map<String, Object> map, Step step, UnaryOperator<Optional<Object>> change) {
        switch (step) {
            case Step.Key(var name) -> put(map, name, change);
            case Step.Every() -> List.copyOf(map.keySet()).forEach(key -> put(map, key, change));
            case Step.Index _ -> {}
        }
    }

    private static void put(
            Map<String, Object> map, String key, UnaryOperator<Optional<Object>> change) {
        var result = change.apply(Optional.ofNullable(map.get(key)));
        if (result.isPresent()) {
            map.put(key, result.get());
        } else {
            map.remove(key);
        }
    }

    private static void changeList(
            List<Object> list, Step step, UnaryOperator<Optional<Object>> change) {
        var kept = new ArrayList<Object>();
        for (int i = 0; i < list.size(); i++) {
            boolean meant =
                    switch (step) {
                        case Step.Index(var place) -> place == i;
                        case Step.Every() -> true;
                        case Step.Key _ -> false;
                    };
            var element = Optional.of(list.get(i));
            (meant ? change.apply(element) : element).ifPresent(kept::add);
        }
        list.clear();
        list.addAll(kept);
    }

    @SuppressWarnings("unchecked") // the trees hold nothing but text keys, see KubeObject
    private static Map<String, Object> cast(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    @SuppressWarnings("unchecked") // of the trees' own
    private static List<Object> castList(List<?> list) {
        return (List<Object>) list;
    }

    @Override
    public String toString() {
        return text;
    }
}
