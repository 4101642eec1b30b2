package io.mooring.autoscaler.model;

import java.util.Collection;

/// What a label may be.
///
/// @param minValues how many values of it the types of one node claim have to leave open; 0: any
public record Requirement(String key, ValueSet values, int minValues) {

    public static Requirement of(String key, Operator operator, Collection<String> values) {
        return new Requirement(key, ValueSet.of(operator, values), 0);
    }

    /// What satisfies both; keys must be equal.
    public Requirement and(Requirement other) {
        return new Requirement(key, values.and(other.values), Math.max(minValues, other.minValues));
    }
}
