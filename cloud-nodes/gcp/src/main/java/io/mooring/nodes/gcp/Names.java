package io.mooring.nodes.gcp;

import io.mooring.nodes.Digest;
import io.mooring.nodes.MachineId;
import io.mooring.nodes.Owner;

/// What a machine and its disks are called: the same in each run, so that what is made twice is one
/// thing, and different for owners and clusters that share a project. A name is one in a zone.
///
/// @param project that they are in
record Names(Owner owner, String project) {

    /// Of the 63 characters that a name may have, the rest is the digest's and the disk's number.
    private static final int LONGEST = 40;

    private static final int DIGEST_BYTES = 6;

    /// Begins with a letter, as every name of Google's must and not every one of ours does.
    String machine(MachineId id) {
        String name = Character.isDigit(id.name().charAt(0)) ? "n" + id.name() : id.name();
        return name.substring(0, Math.min(LONGEST, name.length()))
                + "-"
                + Digest.hex(DIGEST_BYTES, owner, id);
    }

    /// @param number 0 is what it boots from
    String disk(MachineId id, int number) {
        return number == 0 ? machine(id) : machine(id) + "-" + number;
    }

    /// Whether a disk of that name is one of the machine's, and no copy that somebody made.
    boolean isDisk(MachineId id, String name) {
        return name.equals(machine(id)) || name.matches(machine(id) + "-[0-9]+");
    }

    /// As a node's `spec.providerID` has it.
    String providerId(MachineId id, String zone) {
        return "gce://%s/%s/%s".formatted(project, zone, machine(id));
    }

    /// What is after the last slash of a reference.
    static String last(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }
}
