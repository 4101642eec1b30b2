package io.mooring.cloudinit;

import java.util.regex.Pattern;

/// The pin of a cluster's CA: `sha256:HEX` of its public key (SPKI), as kubeadm writes it.
public record CaHash(String text) {
    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    public CaHash {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "Cannot use \"%s\" as a CA hash: it is sha256: and 64 lower-case hex digits"
                            .formatted(text));
        }
    }
}
