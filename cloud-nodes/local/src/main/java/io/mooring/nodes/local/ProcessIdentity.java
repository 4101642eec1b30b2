package io.mooring.nodes.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A process told from any later one with its number by the moment it started (clock ticks since
/// boot, as the kernel counts).
record ProcessIdentity(long pid, long startTicks) {

    private static final int START_FIELD_AFTER_NAME = 19;

    static Optional<ProcessIdentity> read(Path file) {
        try {
            String[] parts = Files.readString(file).strip().split(" ");
            return parts.length == 2
                    ? Optional.of(
                            new ProcessIdentity(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                    : Optional.empty();
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    boolean alive() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean zombie = fields[0].equals("Z") || fields[0].equals("X");
            return !zombie && Long.parseLong(fields[START_FIELD_AFTER_NAME]) == startTicks;
        } catch (IOException _) {
            return false;
        }
    }
}
