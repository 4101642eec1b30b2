package io.mooring.provider.resources;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.local.LocalFailure;
import io.mooring.nodes.local.NamespaceMachines;
import java.util.Optional;

/// How far a machine has come on its way to being a node, as the machine itself tells.
final class Joining {

    private static final int CONSOLE_LINES = 30;
    private static final String UNIT = "mooring-node-bootstrap.service";
    private static final String STEP = "mooring-node: ";

    private final NamespaceMachines machines;

    Joining(NamespaceMachines machines) {
        this.machines = machines;
    }

    String console(MachineId machine) {
        return machines.consoleTail(machine, CONSOLE_LINES);
    }

    /// The node's own steps are on its console beside much else.
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

    /// Why it has ended joining for a reason that trying again does not change, in its own words.
    /// Its unit says so: what may pass is tried again, and is no failure to systemd.
    Optional<String> gaveUp(MachineId machine) {
        try {
            if (machines.exec(machine, "systemctl", "is-failed", "--quiet", UNIT).exitCode() != 0) {
                return Optional.empty();
            }
            String journal =
                    machines.exec(
                                    machine,
                                    "journalctl",
                                    "--unit=" + UNIT,
                                    "--output=cat",
                                    "--quiet")
                            .output();
            return Optional.of(
                    journal.lines()
                            .filter(line -> line.startsWith(STEP))
                            .reduce((_, last) -> last)
                            .map(line -> line.substring(STEP.length()))
                            .orElse("its " + UNIT + " failed without a word"));
        } catch (LocalFailure _) {
            // It ended meanwhile, which the next look finds.
            return Optional.empty();
        }
    }
}
