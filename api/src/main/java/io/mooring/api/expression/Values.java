package io.mooring.api.expression;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// What values are to operators: as JavaScript has it, but that what JavaScript would make of
/// nothing, lists and maps as text or numbers is an error.
final class Values {
    private static final double EXACT = 9_007_199_254_740_991.0;

    private Values() {}

    static Object number(String text) {
        return number(Double.parseDouble(text));
    }

    /// Whole numbers as such, as JSON has them.
    static Object number(double value) {
        if (value == Math.rint(value) && Math.abs(value) <= EXACT) {
            return (long) value;
        }
        return value;
    }

    static boolean isTrue(Object value) {
        return switch (value) {
            case Nothing _ -> false;
            case Boolean truth -> truth;
            case Number number -> number.doubleValue() != 0 && !Double.isNaN(number.doubleValue());
            case String text -> !text.isEmpty();
            default -> true;
        };
    }

    static double toNumber(Object value) {
        return switch (value) {
            case Number number -> number.doubleValue();
            case Boolean truth -> truth ? 1 : 0;
            case String text -> toNumber(text);
            default -> throw new ExpressionException(shown(value) + " is no number");
        };
    }

    private static double toNumber(String text) {
        try {
            return text.isBlank() ? 0 : Double.parseDouble(text.strip());
        } catch (NumberFormatException _) {
            throw new ExpressionException(shown(text) + " is no number");
        }
    }

    static String toText(Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean truth -> truth.toString();
            case Number number -> plain(number);
            default -> throw new ExpressionException(shown(value) + " is no text");
        };
    }

    private static String plain(Number number) {
        double value = number.doubleValue();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        return number(value) instanceof Long whole
                ? whole.toString()
                : BigDecimal.valueOf(value).toPlainString();
    }

    static Object plus(Object left, Object right) {
        return left instanceof String || right instanceof String
                ? toText(left) + toText(right)
                : number(toNumber(left) + toNumber(right));
    }

    static boolean same(Object left, Object right) {
        return left instanceof Number one && right instanceof Number other
                ? one.doubleValue() == other.doubleValue()
                : left.equals(right);
    }

    static int compare(Object left, Object right) {
        return left instanceof String one && right instanceof String other
                ? one.compareTo(other)
                : Double.compare(toNumber(left), toNumber(right));
    }

    static String type(Object value) {
        return switch (value) {
            case Nothing _ -> "undefined";
            case Boolean _ -> "boolean";
            case Number _ -> "number";
            case String _ -> "string";
            default -> "object";
        };
    }

    /// For messages.
    static String shown(Object value) {
        return switch (value) {
            case Nothing _ -> "nothing";
            case String text -> '"' + text + '"';
            case Map<?, ?> _ -> "a map";
            case List<?> _ -> "a list";
            default -> String.valueOf(value);
        };
    }
}
