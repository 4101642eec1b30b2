package io.mooring.cloudinit;

import java.util.regex.Pattern;

/// A bootstrap token of the kubeadm form. Prints as `***`.
///
/// @param provenBy the cloud by whose document the machine has to prove that it is the one this was
///   made for; empty if whoever has it may use it
public record JoinToken(String reveal, String provenBy) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{6}\\.[a-z0-9]{16}");

    public JoinToken {
        if (!FORM.matcher(reveal).matches()) {
            throw new IllegalArgumentException(
                    "Cannot use this join token: it is not of the form [a-z0-9]{6}.[a-z0-9]{16}."
                            + " Make one with: mooring token create");
        }
    }

    /// One that whoever has it may use.
    public JoinToken(String reveal) {
        this(reveal, "");
    }

    @Override
    public String toString() {
        return "***";
    }
}
