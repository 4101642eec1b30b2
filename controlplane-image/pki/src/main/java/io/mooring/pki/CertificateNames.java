package io.mooring.pki;

import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/// The subject of a certificate, part by part.
public record CertificateNames(List<String> commonNames, List<String> organizations) {
    public CertificateNames {
        commonNames = List.copyOf(commonNames);
        organizations = List.copyOf(organizations);
    }

    public static CertificateNames of(X509Certificate certificate) {
        var subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return new CertificateNames(
                Inspection.values(subject, BCStyle.CN), Inspection.values(subject, BCStyle.O));
    }
}
