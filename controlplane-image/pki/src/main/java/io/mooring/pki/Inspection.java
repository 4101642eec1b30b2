package io.mooring.pki;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/// Questions to certificates and keys that exist.
final class Inspection {
    private static final Duration RENEW_BEFORE = Duration.ofDays(90);

    private Inspection() {}

    /// Whether the leaf still says what it should, is signed by the authority and does not end
    /// soon.
    static boolean upToDate(X509Certificate leaf, LeafSpec spec, Authority ca, Clock clock) {
        var renewal = leaf.getNotAfter().toInstant().minus(RENEW_BEFORE);
        return clock.instant().isBefore(renewal)
                && signedBy(leaf, ca)
                && names(leaf).equals(spec.names())
                && subject(leaf, spec);
    }

    static boolean signedBy(X509Certificate leaf, Authority ca) {
        try {
            leaf.verify(ca.certificate().getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static boolean subject(X509Certificate leaf, LeafSpec spec) {
        var name = X500Name.getInstance(leaf.getSubjectX500Principal().getEncoded());
        return values(name, BCStyle.CN).equals(List.of(spec.commonName()))
                && values(name, BCStyle.O).equals(spec.organizations());
    }

    static List<String> values(X500Name name, org.bouncycastle.asn1.ASN1ObjectIdentifier type) {
        var values = new ArrayList<String>();
        for (var rdn : name.getRDNs(type)) {
            for (var pair : rdn.getTypesAndValues()) {
                if (pair.getType().equals(type)) {
                    values.add(IETFUtils.valueToString(pair.getValue()));
                }
            }
        }
        return values;
    }

    private static Set<String> names(X509Certificate leaf) {
        try {
            var names = new TreeSet<String>();
            var alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(
                        pair -> names.add(Names.normalised(String.valueOf(pair.get(1)))));
            }
            return names;
        } catch (CertificateParsingException _) {
            return new TreeSet<>();
        }
    }

    /// Whether the key is the public key's other half, found out by using both.
    static boolean match(PublicKey publicKey, PrivateKey key) {
        if (!publicKey.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        var algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            var probe = new byte[] {1, 2, 3, 4};
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(publicKey);
            verifier.update(probe);
            return verifier.verify(signer.sign());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// @throws PkiException naming the files if they do not belong together
    static void requireMatch(PublicKey publicKey, PrivateKey key, Path certFile, Path keyFile) {
        if (!match(publicKey, key)) {
            throw new PkiException(
                    keyFile
                            + " is not the key of "
                            + certFile
                            + "; restore the pair that belongs together, or remove both files of a"
                            + " leaf certificate to have it made anew",
                    null);
        }
    }
}
