package io.mooring.nodes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one level of a tree of settings, for factories of providers, and notes what does not fit.
/// Not thread-safe.
public final class SettingsTree {

    private final String path;
    private final Map<?, ?> fields;
    private final List<SettingProblem> problems;

    public SettingsTree(Map<?, ?> fields, List<SettingProblem> problems) {
        this("", fields, problems);
    }

    private SettingsTree(String path, Map<?, ?> fields, List<SettingProblem> problems) {
        this.path = path;
        this.fields = fields;
        this.problems = problems;
    }

    /// Where a field of this level is, from the root of the settings.
    public String path(String field) {
        return path + field;
    }

    public void problem(String field, String reason) {
        problems.add(new SettingProblem(path + field, reason));
    }

    public void knows(String... names) {
        var known = Set.of(names);
        fields.keySet().stream()
                .map(String::valueOf)
                .filter(name -> !known.contains(name))
                .forEach(name -> problem(name, "is not a setting; there are: " + known));
    }

    public boolean has(String name) {
        return fields.get(name) != null;
    }

    public String text(String name) {
        return textOf(name, fields.get(name));
    }

    private String textOf(String field, @Nullable Object value) {
        if (value == null || value instanceof String) {
            return value == null ? "" : (String) value;
        }
        problem(field, "must be a text");
        return "";
    }

    /// A text of that form, or empty.
    public String text(String name, Pattern form, String example) {
        String text = text(name);
        if (!text.isEmpty() && !form.matcher(text).matches()) {
            problem(name, "is \"" + text + "\"; give one like " + example);
        }
        return text;
    }

    /// A text of that form that must be there.
    public String given(String name, Pattern form, String example) {
        if (!has(name)) {
            problem(name, "must be given, such as " + example);
        }
        return text(name, form, example);
    }

    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        if (fields.get(name) instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                texts.add(textOf(name + "[" + i + "]", items.get(i)));
            }
        } else if (has(name)) {
            problem(name, "must be a list");
        }
        return texts;
    }

    public List<String> texts(String name, Pattern form, String example) {
        List<String> texts = texts(name);
        for (int i = 0; i < texts.size(); i++) {
            if (!form.matcher(texts.get(i)).matches()) {
                problem(
                        name + "[" + i + "]",
                        "is \"" + texts.get(i) + "\"; give one like " + example);
            }
        }
        return texts;
    }

    /// Ways to pay, in the order in which they are tried: on demand, if none is named.
    public List<MachineType.Capacity> capacities(String name) {
        var capacities = new ArrayList<MachineType.Capacity>();
        List<String> names = texts(name);
        for (int i = 0; i < names.size(); i++) {
            switch (names.get(i)) {
                case "on-demand" -> capacities.add(MachineType.Capacity.ON_DEMAND);
                case "spot" -> capacities.add(MachineType.Capacity.SPOT);
                case String other ->
                        problem(
                                name + "[" + i + "]",
                                "is \"" + other + "\"; give on-demand or spot");
            }
        }
        return capacities.isEmpty()
                ? List.of(MachineType.Capacity.ON_DEMAND)
                : List.copyOf(capacities);
    }

    public OptionalInt number(String name, int least, int most) {
        if (!has(name)) {
            return OptionalInt.empty();
        }
        if (fields.get(name) instanceof Number number
                && number.doubleValue() == number.intValue()
                && number.intValue() >= least
                && number.intValue() <= most) {
            return OptionalInt.of(number.intValue());
        }
        problem(name, "must be a whole number from " + least + " to " + most);
        return OptionalInt.empty();
    }

    public Optional<Boolean> flag(String name) {
        if (fields.get(name) instanceof Boolean flag) {
            return Optional.of(flag);
        }
        if (has(name)) {
            problem(name, "must be true or false");
        }
        return Optional.empty();
    }

    /// The object of that name; an empty one if it is not there.
    public SettingsTree object(String name) {
        if (fields.get(name) instanceof Map<?, ?> map) {
            return new SettingsTree(path + name + ".", map, problems);
        }
        if (has(name)) {
            problem(name, "must be an object");
        }
        return new SettingsTree(path + name + ".", Map.of(), problems);
    }

    public List<SettingsTree> objects(String name) {
        var objects = new ArrayList<SettingsTree>();
        if (fields.get(name) instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                Object item = items.get(i);
                String field = name + "[" + i + "]";
                if (item instanceof Map<?, ?> map) {
                    objects.add(new SettingsTree(path + field + ".", map, problems));
                } else {
                    problem(field, "must be an object");
                }
            }
        } else if (has(name)) {
            problem(name, "must be a list");
        }
        return objects;
    }

    public Map<String, String> textMap(String name) {
        var entries = new LinkedHashMap<String, String>();
        if (fields.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) ->
                    entries.put(String.valueOf(key), textOf(name + "." + key, value)));
        } else if (has(name)) {
            problem(name, "must be a map of texts");
        }
        return entries;
    }
}
