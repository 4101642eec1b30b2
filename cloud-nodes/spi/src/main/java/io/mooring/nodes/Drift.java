package io.mooring.nodes;

/// One way in which a machine is not what its provider's settings would make now.
///
/// @param field the setting, as [CreateOutcome.BadConfiguration#field] names it
public record Drift(String field, String wanted, String actual) {

    @Override
    public String toString() {
        return field + ": " + actual + " instead of " + wanted;
    }
}
