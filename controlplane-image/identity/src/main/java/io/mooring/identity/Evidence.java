package io.mooring.identity;

/// What somebody shows to prove which machine it is, as its cloud gave it, in base64 or as a token.
/// Prints as its size.
///
/// @param document what the cloud signed
/// @param chain certificates, in PEM, that lead from the signer's to a trusted one, where the cloud
///   does not send them along; empty for none
public record Evidence(String document, String chain) {
    private static final int MAX_DOCUMENT = 16 * 1024;
    private static final int MAX_CHAIN = 32 * 1024;

    /// @throws Unproven if it is larger than any that a cloud makes
    public Evidence {
        if (document.length() > MAX_DOCUMENT || chain.length() > MAX_CHAIN) {
            throw new Unproven(
                    "the identity document is larger than %d bytes, or its certificates than %d"
                            .formatted(MAX_DOCUMENT, MAX_CHAIN));
        }
    }

    @Override
    public String toString() {
        return document.length() + " + " + chain.length() + " bytes";
    }
}
