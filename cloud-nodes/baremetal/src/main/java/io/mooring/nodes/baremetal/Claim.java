package io.mooring.nodes.baremetal;

import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;
import java.time.Instant;
import java.util.Optional;

/// Whose a machine is, as the file on it says.
record Claim(Owner owner, MachineId machine, Instant since) {

    private static final int WORDS = 4;

    /// As it is written.
    String text() {
        return "%s %s %s %d"
                .formatted(owner.uid(), machine.cluster(), machine.name(), since.getEpochSecond());
    }

    /// Reads `OWNER CLUSTER MACHINE SECONDS`.
    static Optional<Claim> parse(String line) {
        String[] words = line.strip().split(" ", -1);
        try {
            return words.length == WORDS
                    ? Optional.of(
                            new Claim(
                                    new Owner(words[0]),
                                    new MachineId(words[1], words[2]),
                                    Instant.ofEpochSecond(Long.parseLong(words[3]))))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
