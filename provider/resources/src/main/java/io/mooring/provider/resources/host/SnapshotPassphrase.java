package io.mooring.provider.resources.host;

import java.util.Optional;

/// What a passphrase of snapshots may be, so that all who read it, as a value, as the first line of
/// a file or of a Secret, read the same one.
public final class SnapshotPassphrase {

    private SnapshotPassphrase() {}

    /// What is wrong with its form, to be said of it; its length is judged by those who use it.
    public static Optional<String> problem(String passphrase) {
        return passphrase.chars().anyMatch(it -> it == '\n' || it == '\r')
                ? Optional.of(
                        "holds a line end, and of what is read from a file or a Secret the first line is the passphrase; leave it out, as trim does of what was read from a file")
                : Optional.empty();
    }
}
