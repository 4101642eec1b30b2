package io.mooring.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/// A certificate authority: what it is known by and what it signs with.
record Authority(X509Certificate certificate, PrivateKey key) {
    String pem() {
        return Pem.of(certificate);
    }

    @Override
    public String toString() {
        return "Authority[" + certificate.getSubjectX500Principal() + "]";
    }
}
