package io.mooring.nodes;

import java.util.List;

/// A machine as its provider sees it.
public record Machine(MachineId id, MachineState state, List<String> addresses) {

    public Machine {
        addresses = List.copyOf(addresses);
    }
}
