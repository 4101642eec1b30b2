package io.mooring.nodes.testkit;

/// One call of a cloud's API as it came over the wire.
public interface WireCall {

    /// How many came before it.
    int number();
}
