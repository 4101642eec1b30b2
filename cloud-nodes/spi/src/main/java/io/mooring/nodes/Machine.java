package io.mooring.nodes;

import java.util.List;

/// A machine as its provider sees it.
///
/// @param providerId what the provider knows it by, in the form of a node's `spec.providerID`
/// @param type what kind of machine it is, as [MachineType#name] has it
/// @param zone where it stands; empty where there are no zones
/// @param capacity how it is paid for
public record Machine(
        MachineId id,
        MachineState state,
        List<String> addresses,
        String providerId,
        String type,
        String zone,
        MachineType.Capacity capacity) {

    public Machine {
        addresses = List.copyOf(addresses);
    }

    /// What it was made as.
    public Choice choice() {
        return new Choice(type, zone, capacity);
    }
}
