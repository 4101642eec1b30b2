package io.mooring.nodes;

/// Whether a machine runs. Half-made machines are [Stopped]: creating again finishes them.
public sealed interface MachineState {

    record Running() implements MachineState {}

    record Stopped(String reason) implements MachineState {}
}
