package io.mooring.snapshot;

import java.nio.charset.StandardCharsets;

/// What a snapshot is encrypted with; prints as `***`.
public record Passphrase(String reveal) {

    private static final int FEWEST_CHARACTERS = 8;

    /// @throws SnapshotException if it is so short that it protects nothing
    public Passphrase {
        if (reveal.length() < FEWEST_CHARACTERS) {
            throw new SnapshotException(
                    "the passphrase has %d characters; a snapshot holds every secret and key of its cluster: use %d at least, better a random one of 20"
                            .formatted(reveal.length(), FEWEST_CHARACTERS));
        }
    }

    byte[] bytes() {
        return reveal.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "***";
    }
}
