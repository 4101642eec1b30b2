package io.mooring.nodes;

import java.time.Instant;

/// A thing that carries our ownership mark, whether or not it is part of a whole machine.
///
/// @param kind `machine` for what [NodeProvider#get] may find, else the provider's word: `volume`
/// @param providerId what the provider knows it by
/// @param of the machine it was made for
/// @param since when it was made
public record Holding(String kind, String providerId, MachineId of, Instant since) {

    public static final String MACHINE = "machine";

    @Override
    public String toString() {
        return kind + " " + providerId + " of " + of;
    }
}
