package io.mooring.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Kubernetes users write them: `90s`, `30m`, `24h`, `7d`, `1h30m`, `0`.
final class Durations {

    private static final Pattern PART = Pattern.compile("(\\d+)(d|h|m|s)");

    private Durations() {}

    static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (!text.matches("(\\d+[dhms])+")) {
            throw new CliException(
                    "'" + text + "' is no duration; write 30m, 24h, 7d or 0 for ever");
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        try {
            while (part.find()) {
                long amount = Long.parseLong(part.group(1));
                sum =
                        sum.plus(
                                switch (part.group(2)) {
                                    case "d" -> Duration.ofDays(amount);
                                    case "h" -> Duration.ofHours(amount);
                                    case "m" -> Duration.ofMinutes(amount);
                                    default -> Duration.ofSeconds(amount);
                                });
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new CliException("'" + text + "' is longer than a duration can be");
        }
        return sum;
    }
}
