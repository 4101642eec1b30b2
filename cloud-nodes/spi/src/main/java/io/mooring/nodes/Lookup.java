package io.mooring.nodes;

/// What a look-up of one machine found.
public sealed interface Lookup {

    record Found(Machine machine) implements Lookup {}

    record NotFound() implements Lookup {}
}
