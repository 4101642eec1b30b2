package io.mooring.provider.resources.host;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/// kubeadm's form of the hash of a CA's public key.
public final class CaHash {

    private CaHash() {}

    /// @param pem the certificate
    /// @throws HostFailure.Unusable if it is none
    public static String of(String pem) {
        try {
            var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
            byte[] key =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(in)
                            .getPublicKey()
                            .getEncoded();
            return "sha256:" + Sha256.hex(key);
        } catch (CertificateException e) {
            throw new HostFailure.Unusable(
                    "reading the CA certificate of a control plane: " + e.getMessage(), e);
        }
    }
}
