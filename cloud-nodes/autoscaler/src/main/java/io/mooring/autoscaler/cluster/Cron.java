package io.mooring.autoscaler.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// A cron schedule of five fields or a macro such as `@daily`, in UTC.
public final class Cron {

    private static final Map<String, String> MACROS =
            Map.of(
                    "@yearly", "0 0 1 1 *",
                    "@annually", "0 0 1 1 *",
                    "@monthly", "0 0 1 * *",
                    "@weekly", "0 0 * * 0",
                    "@daily", "0 0 * * *",
                    "@midnight", "0 0 * * *",
                    "@hourly", "0 * * * *");
    private static final List<String> MONTHS =
            List.of(
                    "", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final List<String> DAYS =
            List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    private final String text;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;

    /// A day has to match both fields of days, or where both are restricted, as cron has it, one.
    private final boolean eitherDay;

    private Cron(String text, String[] fields) {
        this.text = text;
        minutes = field(fields[0], 0, 59, List.of());
        hours = field(fields[1], 0, 23, List.of());
        daysOfMonth = field(fields[2], 1, 31, List.of());
        months = field(fields[3], 1, 12, MONTHS);
        daysOfWeek = field(fields[4], 0, 7, DAYS);
        if (daysOfWeek.get(7)) {
            daysOfWeek.set(0);
        }
        eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
    }

    /// Throws IllegalArgumentException for what is no schedule.
    public static Cron parse(String text) {
        String[] fields = MACROS.getOrDefault(text, text).strip().split("\\s+");
        if (fields.length != 5) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no schedule: five fields or a macro such as @daily");
        }
        return new Cron(text, fields);
    }

    /// Whether the schedule has hit within the time before `now`, this minute included.
    public boolean hitWithin(Duration before, Instant now) {
        ZonedDateTime from =
                now.minus(before).atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        if (from.toInstant().compareTo(now.minus(before)) <= 0) {
            from = from.plusMinutes(1);
        }
        ZonedDateTime at = from;
        while (!at.toInstant().isAfter(now)) {
            if (!day(at)) {
                at = at.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!hours.get(at.getHour())) {
                at = at.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(at.getMinute())) {
                at = at.plusMinutes(1);
            } else {
                return true;
            }
        }
        return false;
    }

    private boolean day(ZonedDateTime at) {
        boolean month = daysOfMonth.get(at.getDayOfMonth());
        boolean week = daysOfWeek.get(at.getDayOfWeek().getValue() % 7);
        return months.get(at.getMonthValue()) && (eitherDay ? month || week : month && week);
    }

    private static BitSet field(String text, int least, int most, List<String> names) {
        var set = new BitSet();
        for (String part : text.split(",")) {
            String[] stepped = part.split("/", 2);
            int step = stepped.length == 2 ? number(stepped[1], 1, most, List.of()) : 1;
            int from = least;
            int to = most;
            if (!stepped[0].equals("*")) {
                String[] range = stepped[0].split("-", 2);
                from = number(range[0], least, most, names);
                to =
                        range.length == 2
                                ? number(range[1], least, most, names)
                                : stepped.length == 2 ? most : from;
            }
            for (int value = from; value <= to; value += step) {
                set.set(value);
            }
        }
        return set;
    }

    private static int number(String text, int least, int most, List<String> names) {
        int named = names.indexOf(text.toLowerCase(java.util.Locale.ROOT));
        int number;
        try {
            number = named >= 0 ? named : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no field of a schedule", e);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "%d is not between %d and %d".formatted(number, least, most));
        }
        return number;
    }

    @Override
    public String toString() {
        return text;
    }
}
