package io.mooring.nodes.local;

import io.mooring.nodes.MachineId;
import java.util.Optional;

/// The unit by which a machine joins its cluster.
final class JoinUnit {

    private static final String UNIT = "mooring-node-bootstrap.service";
    private static final String STEP = "mooring-node: ";

    private JoinUnit() {}

    /// Its last words, if it has failed: what may pass is tried again, and is no failure to
    /// systemd.
    static Optional<String> lastWords(NamespaceMachines machines, MachineId machine) {
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
