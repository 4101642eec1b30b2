package io.mooring.autoscaler.model;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The values that requirements leave to one label, and whether it may be absent.
///
/// @param complement the values named are those that are ruled out
/// @param atLeast with `atMost`, bounds of an integer; a value that is none is out of any bounds
public record ValueSet(
        boolean complement,
        SortedSet<String> named,
        long atLeast,
        long atMost,
        boolean mayBeAbsent) {

    private static final long LOWEST = Long.MIN_VALUE;
    private static final long HIGHEST = Long.MAX_VALUE;

    public ValueSet {
        named = Collections.unmodifiableSortedSet(new TreeSet<>(named));
    }

    public static ValueSet of(Operator operator, Collection<String> values) {
        SortedSet<String> none = new TreeSet<>();
        return switch (operator) {
            case IN -> new ValueSet(false, new TreeSet<>(values), LOWEST, HIGHEST, false);
            case NOT_IN -> new ValueSet(true, new TreeSet<>(values), LOWEST, HIGHEST, true);
            case EXISTS -> new ValueSet(true, none, LOWEST, HIGHEST, false);
            case DOES_NOT_EXIST -> new ValueSet(false, none, LOWEST, HIGHEST, true);
            case GT -> new ValueSet(true, none, bound(operator, values) + 1, HIGHEST, false);
            case GTE -> new ValueSet(true, none, bound(operator, values), HIGHEST, false);
            case LT -> new ValueSet(true, none, LOWEST, bound(operator, values) - 1, false);
            case LTE -> new ValueSet(true, none, LOWEST, bound(operator, values), false);
        };
    }

    public boolean matches(@Nullable String value) {
        return value == null ? mayBeAbsent : contains(value);
    }

    public boolean contains(String value) {
        return complement != named.contains(value) && (!bounded() || inBounds(value));
    }

    /// What both leave. A set that names its values keeps no bounds: those out of them are gone.
    public ValueSet and(ValueSet other) {
        boolean absent = mayBeAbsent && other.mayBeAbsent;
        if (complement && other.complement) {
            var ruledOut = new TreeSet<>(named);
            ruledOut.addAll(other.named);
            long least = Math.max(atLeast, other.atLeast);
            long most = Math.min(atMost, other.atMost);
            return least > most
                    ? new ValueSet(false, new TreeSet<>(), LOWEST, HIGHEST, absent)
                    : new ValueSet(true, ruledOut, least, most, absent);
        }
        ValueSet concrete = complement ? other : this;
        ValueSet filter = complement ? this : other;
        var both = new TreeSet<>(concrete.named);
        both.removeIf(Predicate.not(filter::contains).or(Predicate.not(concrete::contains)));
        return new ValueSet(false, both, LOWEST, HIGHEST, absent);
    }

    /// Whether any label, or none where that is allowed, satisfies both.
    public boolean intersects(ValueSet other) {
        ValueSet both = and(other);
        return both.mayBeAbsent || both.complement || !both.named.isEmpty();
    }

    private boolean bounded() {
        return atLeast != LOWEST || atMost != HIGHEST;
    }

    private boolean inBounds(String value) {
        try {
            long number = Long.parseLong(value);
            return number >= atLeast && number <= atMost;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static long bound(Operator operator, Collection<String> values) {
        if (values.size() != 1) {
            throw new IllegalArgumentException(operator + " needs one integer, not " + values);
        }
        try {
            return Long.parseLong(values.iterator().next());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(operator + " needs an integer, not " + values, e);
        }
    }
}
