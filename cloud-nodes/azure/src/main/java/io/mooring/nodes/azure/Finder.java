package io.mooring.nodes.azure;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Waits until what is there of a machine is decided, whoever began it.
final class Finder {

    private static final Duration SEEN_LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofSeconds(3);

    private final VirtualMachines machines;
    private final Sight sight;
    private final Power power;
    private final Pace pace;

    Finder(VirtualMachines machines, Sight sight, Power power, Pace pace) {
        this.machines = machines;
        this.sight = sight;
        this.power = power;
        this.pace = pace;
    }

    /// The machine, once it is neither being made nor being removed; empty if it is not there.
    Optional<Vm> decided(MachineId id) {
        Instant end = pace.now().plus(LIMIT);
        while (true) {
            Optional<Vm> machine = sight.of(id);
            Vm.Phase phase = machine.map(Vm::phase).orElse(Vm.Phase.SPOILT);
            if (phase != Vm.Phase.MAKING && phase != Vm.Phase.LEAVING) {
                return machine;
            }
            if (pace.now().isAfter(end)) {
                throw new Refused(
                        "looking for machine " + id,
                        new Refusal.Unreachable(
                                "Azure is not done with an earlier change to it after %d s"
                                        .formatted(LIMIT.toSeconds())));
            }
            pace.pause(LOOK);
        }
    }

    /// The machine that is there, running.
    ///
    /// @throws Refused with the reason if its creation failed
    Vm settled(MachineId id) {
        String attempt = "making machine " + id;
        Instant end = pace.now().plus(SEEN_LIMIT);
        Optional<Vm> machine = decided(id);
        while (machine.isEmpty()) {
            if (pace.now().isAfter(end)) {
                throw new Refused(
                        attempt,
                        new Refusal.BadField(
                                "",
                                "there is a machine of its name in the resource group that does not carry the mark of this cluster; remove that one"));
            }
            pace.pause(LOOK);
            machine = decided(id);
        }
        Vm found = machine.get();
        if (found.phase() == Vm.Phase.SPOILT) {
            throw new Refused(
                    attempt,
                    found.fault()
                            .map(Meaning::of)
                            .orElse(new Refusal.Unreachable("Azure failed it, and says not why")));
        }
        return power.on(found);
    }

    /// Why the creation of a machine that is there failed.
    Optional<Fault> fault(MachineId id) {
        return machines.of(id).flatMap(Vm::fault);
    }
}
