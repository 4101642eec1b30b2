package io.mooring.api.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An expression, read. Thread-safe; pure.
public final class Expression {
    // so short that no way of nesting is deeper than a thread can follow
    private static final int LONGEST = 2000;
    private static final Set<String> NAMES = Set.of("value", "context");

    private final Node whole;

    private Expression(Node whole) {
        this.whole = whole;
    }

    /// Reads an expression that says something by `value` and `context`.
    ///
    /// @throws ExpressionException if it is none; the message says where
    public static Expression parse(String source) {
        if (source.length() > LONGEST) {
            throw new ExpressionException(
                    "it has " + source.length() + " characters, more than " + LONGEST);
        }
        return new Expression(Parser.parse(source, NAMES));
    }

    /// What it gives.
    ///
    /// @param value empty for nothing: `null` to the expression
    /// @param context what else it may ask for
    /// @return text, a number, a boolean, a list or a map; empty for nothing
    /// @throws ExpressionException if it makes no sense of these values
    public Optional<Object> evaluate(Optional<Object> value, Map<String, Object> context) {
        var names = new LinkedHashMap<String, Object>();
        value.ifPresent(given -> names.put("value", given));
        names.put("context", context);
        var result = new Evaluation(names).of(whole);
        return result == Nothing.NOTHING ? Optional.empty() : Optional.of(plain(result));
    }

    /// Without what nothing is, as JSON of an object has it.
    private static Object plain(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var kept = new LinkedHashMap<String, Object>();
                map.forEach((key, item) -> {
                    if (item != Nothing.NOTHING) {
                        kept.put(String.valueOf(key), plain(item));
                    }
                });
                yield kept;
            }
            case List<?> list -> {
                var kept = new ArrayList<Object>();
                for (var item : list) {
                    if (item != Nothing.NOTHING) {
                        kept.add(plain(item));
                    }
                }
                yield kept;
            }
            case Methods.Arrow _ -> throw new ExpressionException("the result is a function");
            case Double number when number.isNaN() || number.isInfinite() ->
                    throw new ExpressionException("the result is " + number + " and no number");
            default -> value;
        };
    }
}
