package io.mooring.autoscaler.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/// Kubernetes quantities as whole numbers: CPU in thousandths, dollars in billionths, everything
/// else in units or bytes.
public final class Quantity {

    private static final Map<String, BigDecimal> SUFFIXES =
            Map.ofEntries(
                    Map.entry("n", new BigDecimal("1e-9")),
                    Map.entry("u", new BigDecimal("1e-6")),
                    Map.entry("m", new BigDecimal("1e-3")),
                    Map.entry("k", new BigDecimal("1e3")),
                    Map.entry("M", new BigDecimal("1e6")),
                    Map.entry("G", new BigDecimal("1e9")),
                    Map.entry("T", new BigDecimal("1e12")),
                    Map.entry("P", new BigDecimal("1e15")),
                    Map.entry("E", new BigDecimal("1e18")),
                    Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
                    Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
                    Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
                    Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
                    Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
                    Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

    private Quantity() {}

    private static int digits(String resource) {
        return switch (resource) {
            case "cpu" -> 3;
            case NodePool.DOLLARS_AN_HOUR -> 9;
            default -> 0;
        };
    }

    /// What is asked for is rounded up, what is there is rounded down.
    public static long parse(String resource, String text, RoundingMode rounding) {
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        try {
            BigDecimal factor =
                    end == text.length() ? BigDecimal.ONE : SUFFIXES.get(text.substring(end));
            BigDecimal number = new BigDecimal(end == 0 ? text : text.substring(0, end));
            if (factor == null || number.signum() < 0) {
                throw new NumberFormatException(text);
            }
            BigDecimal value = number.multiply(factor);
            BigDecimal whole =
                    value.movePointRight(digits(resource))
                            .setScale(0, rounding)
                            .min(BigDecimal.valueOf(Long.MAX_VALUE / 4));
            return whole.longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s: '%s' is no quantity".formatted(resource, text), e);
        }
    }
}
