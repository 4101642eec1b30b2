package io.mooring.autonodes;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations and times as Kubernetes writes them.
final class Times {

    static final String NEVER = "Never";

    private static final Pattern WHOLE = Pattern.compile("([0-9]+(ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h)");

    private Times() {}

    /// Reads `1h30m`; empty for what is none.
    static Optional<Duration> duration(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        var parts = PART.matcher(text);
        try {
            while (parts.find()) {
                long number = Long.parseLong(parts.group(1));
                sum =
                        sum.plus(
                                switch (parts.group(2)) {
                                    case "ms" -> Duration.ofMillis(number);
                                    case "s" -> Duration.ofSeconds(number);
                                    case "m" -> Duration.ofMinutes(number);
                                    default -> Duration.ofHours(number);
                                });
            }
            return Optional.of(sum);
        } catch (ArithmeticException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Null for `Never`, and `otherwise` where nothing is written.
    static @Nullable Duration orNever(String text, @Nullable Duration otherwise) {
        if (text.equals(NEVER)) {
            return null;
        }
        return duration(text).orElse(otherwise);
    }

    static String text(@Nullable Duration duration) {
        return duration == null ? NEVER : duration.toSeconds() + "s";
    }

    static Optional<Instant> instant(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// The API server keeps seconds.
    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
