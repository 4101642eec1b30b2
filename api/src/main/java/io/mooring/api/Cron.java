package io.mooring.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Schedules of cron: five fields, or a name like `@daily`.
final class Cron {
    private static final Set<String> NAMES =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final List<Field> FIELDS =
            List.of(
                    new Field(0, 59, Map.of()),
                    new Field(0, 23, Map.of()),
                    new Field(1, 31, Map.of()),
                    new Field(
                            1, 12, numbered(1, "jan feb mar apr may jun jul aug sep oct nov dec")),
                    new Field(0, 7, numbered(0, "sun mon tue wed thu fri sat")));

    private record Field(int first, int last, Map<String, Integer> names) {}

    private Cron() {}

    static boolean isValid(String text) {
        if (NAMES.contains(text)) {
            return true;
        }
        var fields = text.strip().split("\\s+", -1);
        if (fields.length != FIELDS.size()) {
            return false;
        }
        for (int i = 0; i < fields.length; i++) {
            for (var part : fields[i].split(",", -1)) {
                if (!isPart(part, FIELDS.get(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isPart(String part, Field field) {
        var stepped = part.split("/", -1);
        if (stepped.length > 2 || (stepped.length == 2 && !isStep(stepped[1]))) {
            return false;
        }
        if (stepped[0].equals("*") || stepped[0].equals("?")) {
            return true;
        }
        var ends = stepped[0].split("-", -1);
        if (ends.length > 2) {
            return false;
        }
        int first = number(ends[0], field);
        int last = number(ends[ends.length - 1], field);
        return first >= field.first() && last <= field.last() && first <= last;
    }

    private static boolean isStep(String text) {
        return text.matches("[1-9][0-9]{0,3}");
    }

    private static int number(String text, Field field) {
        var named = field.names().get(text.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
    }

    private static Map<String, Integer> numbered(int first, String names) {
        var numbers = new java.util.HashMap<String, Integer>();
        for (var name : names.split(" ", -1)) {
            numbers.put(name, first + numbers.size());
        }
        return Map.copyOf(numbers);
    }
}
