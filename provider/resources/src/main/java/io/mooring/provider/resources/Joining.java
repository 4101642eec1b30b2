package io.mooring.provider.resources;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.NodeProvider;
import java.util.Optional;

/// How far a machine has come on its way to being a node, as the machine itself tells.
record Joining(NodeProvider provider) {

    private static final int CONSOLE_LINES = 30;

    /// The end of the machine's console.
    String console(MachineId machine) {
        return provider.consoleTail(machine, CONSOLE_LINES);
    }

    /// Why it has ended joining for a reason that trying again does not change, in its own words.
    Optional<String> gaveUp(MachineId machine) {
        return provider.gaveUp(machine);
    }

    /// What the machine did last. A node's own steps are on its console beside much else.
    String words(MachineId machine) {
        String console = console(machine);
        return console.lines()
                .filter(line -> line.contains("mooring-node"))
                .reduce((_, last) -> last)
                .map(line -> "it has not joined yet: " + line.strip())
                .orElse(
                        console.isBlank()
                                ? "its machine starts"
                                : "its machine runs, but has not joined yet");
    }
}
