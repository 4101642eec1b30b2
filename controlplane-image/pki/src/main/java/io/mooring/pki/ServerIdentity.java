package io.mooring.pki;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate of this PKI and its key, read for a server that shows it.
public record ServerIdentity(X509Certificate certificate, PrivateKey key) {

    /// @throws PkiException when a file is missing or does not hold what it should
    public static ServerIdentity read(Path certFile, Path keyFile) {
        return new ServerIdentity(
                authority(certFile), Pem.privateKey(text(keyFile), keyFile.toString()));
    }

    /// The certificate in a file alone, for one who verifies others by it.
    ///
    /// @throws PkiException when the file is missing or holds none
    public static X509Certificate authority(Path certFile) {
        return Pem.certificate(text(certFile), certFile.toString());
    }

    private static String text(Path file) {
        return SecureFiles.read(file)
                .orElseThrow(() ->
                        new PkiException(file + " does not exist; restore it from a backup", null));
    }

    /// Never the key.
    @Override
    public String toString() {
        return "ServerIdentity[" + certificate.getSubjectX500Principal() + "]";
    }
}
