package io.mooring.provider.core;

/// A declared child of a component.
///
/// @param urn its name in the engine
/// @param id its id; unknown while it is not made
/// @param outputs its outputs, each marked with this child as its source; in a preview those not
///   known yet are [Value#UNKNOWN]
public record Child(String urn, Value id, ObjectValue outputs) {
    /// An output with its marks (source, secret), or [Value#NULL].
    public Value output(String name) {
        return outputs.field(name);
    }
}
