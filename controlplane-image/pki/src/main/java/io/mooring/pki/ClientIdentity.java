package io.mooring.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/// What a client proves itself with to a server of somebody else, from files in PEM of any of the
/// usual kinds.
///
/// @param chain its own certificate first
public record ClientIdentity(PrivateKey key, List<X509Certificate> chain) {

    public ClientIdentity {
        chain = List.copyOf(chain);
    }

    /// @throws PkiException naming the file that is missing or holds something else
    public static ClientIdentity read(Path certificate, Path key) {
        return new ClientIdentity(
                Pem.privateKey(text(key), key.toString()),
                certificates(text(certificate), certificate));
    }

    private static List<X509Certificate> certificates(String pem, Path where) {
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
            return CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new PkiException(where + " holds no PEM certificate", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new PkiException("cannot read " + file + "; check its owner and mode", e);
        }
    }

    /// Without the key.
    @Override
    public String toString() {
        return "identity of "
                + chain.stream().findFirst().map(X509Certificate::getSubjectX500Principal);
    }
}
