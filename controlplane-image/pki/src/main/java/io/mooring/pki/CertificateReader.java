package io.mooring.pki;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/// Reads certificates that somebody else sends or has written.
public final class CertificateReader {
    private CertificateReader() {}

    /// All certificates of a text in PEM; what is between them counts for nothing.
    ///
    /// @throws IllegalArgumentException if one of them is none
    public static List<X509Certificate> pem(String text) {
        try {
            var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException e) {
            throw new IllegalArgumentException("it holds a certificate that cannot be read", e);
        }
    }

    /// One certificate, and nothing after it.
    ///
    /// @throws IllegalArgumentException if it is none
    public static X509Certificate der(byte[] der) {
        var in = new ByteArrayInputStream(der);
        try {
            var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (in.available() == 0 && certificate instanceof X509Certificate read) {
                return read;
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("it holds a certificate that cannot be read", e);
        }
        throw new IllegalArgumentException("it holds a certificate that cannot be read");
    }
}
