package io.mooring.nodes;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// One way in which a machine is not what its provider's settings would make now.
///
/// @param field the setting, as [CreateOutcome.BadConfiguration#field] names it
public record Drift(String field, String wanted, String actual) {

    /// The field that says whether a machine runs.
    public static final String STATE = "state";

    /// Where tags or labels are not as they would be made now, in the order of their names.
    ///
    /// @param field the setting that has them
    /// @param actual the value that a name has, empty for none
    public static List<Drift> ofTexts(
            String field, Map<String, String> wanted, UnaryOperator<String> actual) {
        return wanted.entrySet().stream()
                .filter(it -> !it.getValue().equals(actual.apply(it.getKey())))
                .sorted(Map.Entry.comparingByKey())
                .map(it -> {
                    String found = actual.apply(it.getKey());
                    return new Drift(
                            field + "." + it.getKey(),
                            it.getValue(),
                            found.isEmpty() ? "nothing" : found);
                })
                .toList();
    }

    /// That its provider took the machine back, as it may take one that is paid for as spot.
    ///
    /// @param words the provider's own
    public static Drift takenBack(String words) {
        return new Drift(STATE, "running", "taken back by its provider (" + words + ")");
    }

    @Override
    public String toString() {
        return field + ": " + actual + " instead of " + wanted;
    }
}
