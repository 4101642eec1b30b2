package io.mooring.cloudinit;

import java.util.regex.Pattern;

/// A bootstrap token of the kubeadm form. Prints as `***`.
public record JoinToken(String reveal) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]{6}\\.[a-z0-9]{16}");

    public JoinToken {
        if (!FORM.matcher(reveal).matches()) {
            throw new IllegalArgumentException(
                    "Cannot use this join token: it is not of the form [a-z0-9]{6}.[a-z0-9]{16}."
                            + " Make one with: mooring token create");
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
