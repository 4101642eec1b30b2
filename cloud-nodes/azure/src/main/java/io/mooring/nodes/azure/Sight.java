package io.mooring.nodes.azure;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Sees a machine that Azure does not show yet: its network interface tells that it is attached.
final class Sight {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final VirtualMachines machines;
    private final Parts parts;
    private final Pace pace;

    Sight(VirtualMachines machines, Parts parts, Pace pace) {
        this.machines = machines;
        this.parts = parts;
        this.pace = pace;
    }

    Optional<Vm> of(MachineId id) {
        Instant end = pace.now().plus(LIMIT);
        while (true) {
            Optional<Vm> machine = machines.of(id);
            boolean hidden =
                    machine.isEmpty()
                            && parts.networkInterface(id)
                                    .filter(it -> !Parts.isLoose(it))
                                    .isPresent();
            if (!hidden || pace.now().isAfter(end)) {
                return machine;
            }
            pace.pause(LOOK);
        }
    }
}
