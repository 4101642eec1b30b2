package io.mooring.nodes.gcp;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Pace;
import io.mooring.nodes.Refusal;
import io.mooring.nodes.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Waits until what is there of a machine is decided, whoever began it, and leaves one of it.
final class Finder {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofSeconds(3);

    private final Sight sight;
    private final Power power;
    private final Pace pace;

    Finder(Sight sight, Power power, Pace pace) {
        this.sight = sight;
        this.power = power;
        this.pace = pace;
    }

    /// The instances of the machine, once none is being made or stopped; the oldest first.
    List<Vm> decided(MachineId id) {
        Instant end = pace.now().plus(LIMIT);
        while (true) {
            List<Vm> seen = sight.of(id);
            if (seen.stream().noneMatch(Finder::isUndecided)) {
                return seen;
            }
            if (pace.now().isAfter(end)) {
                throw new Refused(
                        "looking for machine " + id,
                        new Refusal.Unreachable(
                                "Google is not done with an earlier change to it after %d s"
                                        .formatted(LIMIT.toSeconds())));
            }
            pace.pause(LOOK);
        }
    }

    private static boolean isUndecided(Vm machine) {
        return machine.phase() == Vm.Phase.MAKING || machine.phase() == Vm.Phase.LEAVING;
    }

    /// The machine that somebody has made, running.
    Vm settled(MachineId id) {
        List<Vm> seen = decided(id);
        if (seen.isEmpty() && sight.awaited(id).isEmpty()) {
            throw new Refused(
                    "making machine " + id,
                    new Refusal.BadField(
                            "",
                            "there is a machine of its name in the project that does not carry the mark of this cluster; remove that one"));
        }
        return only(seen.isEmpty() ? decided(id) : seen);
    }

    /// Keeps the oldest one, and has it run. Two come to be when two runs make it at once in
    /// different zones.
    Vm only(List<Vm> seen) {
        seen.stream().skip(1).forEach(power::delete);
        return power.on(seen.getFirst());
    }
}
