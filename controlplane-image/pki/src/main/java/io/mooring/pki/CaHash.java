package io.mooring.pki;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/// The pin of an authority as kubeadm writes it: `sha256:HEX` over the certificate's public key.
public final class CaHash {
    private CaHash() {}

    public static String of(X509Certificate certificate) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var hash = digest.digest(certificate.getPublicKey().getEncoded());
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The pin of the first certificate in the PEM text.
    public static String ofPem(String pem) {
        return of(Pem.certificate(pem, "the CA certificate"));
    }
}
