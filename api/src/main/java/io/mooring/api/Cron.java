package io.mooring.api;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A schedule of cron: five fields, or a name like `@daily`.
public final class Cron {
    private static final Map<String, String> NAMES =
            Map.of(
                    "@yearly", "0 0 1 1 *",
                    "@annually", "0 0 1 1 *",
                    "@monthly", "0 0 1 * *",
                    "@weekly", "0 0 * * 0",
                    "@daily", "0 0 * * *",
                    "@midnight", "0 0 * * *",
                    "@hourly", "0 * * * *");
    private static final List<Field> FIELDS =
            List.of(
                    new Field(0, 59, Map.of()),
                    new Field(0, 23, Map.of()),
                    new Field(1, 31, Map.of()),
                    new Field(
                            1, 12, numbered(1, "jan feb mar apr may jun jul aug sep oct nov dec")),
                    new Field(0, 7, numbered(0, "sun mon tue wed thu fri sat")));

    /// The 29th of February may be eight years away.
    private static final int MOST_YEARS = 9;

    private static final int SUNDAY = 7;

    private record Field(int first, int last, Map<String, Integer> names) {}

    private final String text;
    private final List<BitSet> fields;

    /// Where both fields of days are restricted, as cron has it, a day has to match one of them.
    private final boolean eitherDay;

    private Cron(String text, List<BitSet> fields, boolean eitherDay) {
        this.text = text;
        this.fields = fields;
        this.eitherDay = eitherDay;
    }

    static boolean isValid(String text) {
        return find(text).isPresent();
    }

    /// @return empty for what is no schedule
    public static Optional<Cron> find(String text) {
        String[] parts = NAMES.getOrDefault(text, text).strip().split("\\s+", -1);
        if (parts.length != FIELDS.size()) {
            return Optional.empty();
        }
        var fields = new ArrayList<BitSet>();
        for (int i = 0; i < parts.length; i++) {
            var values = new BitSet();
            for (var part : parts[i].split(",", -1)) {
                if (!add(part, FIELDS.get(i), values)) {
                    return Optional.empty();
                }
            }
            fields.add(values);
        }
        var weekdays = fields.getLast();
        if (weekdays.get(SUNDAY)) {
            weekdays.set(0);
        }
        return Optional.of(new Cron(text, fields, !isAny(parts[2]) && !isAny(parts[4])));
    }

    /// The first minute of it after that moment, by the clock of that zone.
    ///
    /// @return empty if there is none in the next years, as on the 31st of February
    public Optional<Instant> next(Instant after, ZoneId zone) {
        ZonedDateTime at = after.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        ZonedDateTime end = at.plusYears(MOST_YEARS);
        while (at.isBefore(end)) {
            if (!isDay(at)) {
                at = at.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!fields.get(1).get(at.getHour())) {
                at = at.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!fields.getFirst().get(at.getMinute())) {
                at = at.plusMinutes(1);
            } else {
                return Optional.of(at.toInstant());
            }
        }
        return Optional.empty();
    }

    private boolean isDay(ZonedDateTime at) {
        boolean ofMonth = fields.get(2).get(at.getDayOfMonth());
        boolean ofWeek = fields.get(4).get(at.getDayOfWeek().getValue() % SUNDAY);
        return fields.get(3).get(at.getMonthValue())
                && (eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek);
    }

    private static boolean isAny(String field) {
        return field.startsWith("*") || field.startsWith("?");
    }

    private static boolean add(String part, Field field, BitSet values) {
        var stepped = part.split("/", -1);
        if (stepped.length > 2 || (stepped.length == 2 && !isStep(stepped[1]))) {
            return false;
        }
        int step = stepped.length == 2 ? Integer.parseInt(stepped[1]) : 1;
        int first = field.first();
        int last = field.last();
        if (!stepped[0].equals("*") && !stepped[0].equals("?")) {
            var ends = stepped[0].split("-", -1);
            if (ends.length > 2) {
                return false;
            }
            first = number(ends[0], field);
            boolean isOpen = ends.length == 1 && stepped.length == 2;
            last = isOpen ? field.last() : number(ends[ends.length - 1], field);
        }
        if (first < field.first() || last > field.last() || first > last) {
            return false;
        }
        for (int value = first; value <= last; value += step) {
            values.set(value);
        }
        return true;
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
        var numbers = new HashMap<String, Integer>();
        for (var name : names.split(" ", -1)) {
            numbers.put(name, first + numbers.size());
        }
        return Map.copyOf(numbers);
    }

    @Override
    public String toString() {
        return text;
    }
}
