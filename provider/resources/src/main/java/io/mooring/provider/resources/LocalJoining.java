package io.mooring.provider.resources;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.local.LocalFailure;
import io.mooring.nodes.local.NamespaceMachines;
import java.util.Optional;

/// Asks a machine of this host, whose commands can be run.
final class LocalJoining implements Joining {

    private static final String UNIT = "mooring-node-bootstrap.service";
    private static final String STEP = "mooring-node: ";

    private final NamespaceMachines machines;

    LocalJoining(NamespaceMachines machines) {
        this.machines = machines;
    }

    @Override
    public String console(MachineId machine) {
        return machines.consoleTail(machine, CONSOLE_LINES);
    }

    /// Its unit says so: what may pass is tried again, and is no failure to systemd.
    @Override
    public Optional<String> gaveUp(MachineId machine) {
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
