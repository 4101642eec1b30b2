package io.mooring.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a document must have been made for, where its cloud lets whoever asks for it say that: one
/// token of one cluster. Machines work it out by themselves (`identity.sh`).
public record Challenge(String text) {
    private static final int NONCE_DIGITS = 10;

    /// @param caHash the pin of the cluster's authority, `sha256:HEX`
    /// @param tokenId the open half of the token that is shown with the document
    public static Challenge of(String caHash, String tokenId) {
        return new Challenge("https://join.mooring.internal/" + caHash + "/" + tokenId);
    }

    /// The same in ten digits, which is all that Azure takes: of its SHA-256 in hex the first ten,
    /// with a to f as 0 to 5.
    public String nonce() {
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            var digits = new StringBuilder();
            HexFormat.of()
                    .formatHex(hash)
                    .chars()
                    .limit(NONCE_DIGITS)
                    .forEach(c -> digits.append((char) (c >= 'a' ? c - 'a' + '0' : c)));
            return digits.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
