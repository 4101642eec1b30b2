package io.mooring.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Durations as flags of Go programs take them: `1h0m0s`, `1.5h`, `500ms`, `1ns`, `0`.
final class GoDuration implements ITypeConverter<Duration> {

    private static final Pattern PART =
            Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|ms|s|m|h)");
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "µs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);

    @Override
    public Duration convert(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (!text.matches("(" + PART.pattern() + ")+")) {
            throw new TypeConversionException(
                    "'" + text + "' is no duration; write 30s, 1m30s or 500ms");
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long unit = NANOS.getOrDefault(part.group(2), 0L);
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
        }
        if (nanos.compareTo(LONGEST) > 0) {
            throw new TypeConversionException(
                    "'" + text + "' is longer than a duration of Go can be, 292 years");
        }
        return Duration.ofNanos(nanos.longValue());
    }
}
