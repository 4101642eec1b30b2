package io.mooring.nodes;

import java.util.List;

/// A machine as its provider sees it.
///
/// @param providerId what the provider knows it by, in the form of a node's `spec.providerID`
/// @param type what kind of machine it is, as [MachineType#name] has it
/// @param zone where it stands; empty where there are no zones
public record Machine(
        MachineId id,
        MachineState state,
        List<String> addresses,
        String providerId,
        String type,
        String zone) {

    public Machine {
        addresses = List.copyOf(addresses);
    }
}
