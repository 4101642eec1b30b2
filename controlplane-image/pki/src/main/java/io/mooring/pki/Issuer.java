package io.mooring.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes EC P-256 keys and certificates.
final class Issuer {
    static final Duration CA_LIFETIME = Duration.ofDays(3650);
    static final Duration LEAF_LIFETIME = Duration.ofDays(365);

    // nodes whose clock is a little behind must not find certificates "not yet valid"
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Issuer(Clock clock) {
        this.clock = clock;
    }

    KeyPair newKey() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    X509Certificate selfSigned(String commonName, PublicKey publicKey, PrivateKey key) {
        var subject = name(commonName, java.util.List.of());
        try {
            var builder = builder(subject, subject, publicKey, CA_LIFETIME);
            var usage = KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign;
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(publicKey));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, commonName)));
            return signed(builder, key);
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new PkiException("making the authority " + commonName + " failed", e);
        }
    }

    X509Certificate leaf(Authority ca, LeafSpec spec, PublicKey publicKey) {
        try {
            var issuer = new X500Name(ca.certificate().getSubjectX500Principal().getName());
            var subject = name(spec.commonName(), spec.organizations());
            var builder = builder(issuer, subject, publicKey, LEAF_LIFETIME);
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, purpose(spec.usage()));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(ca.certificate()));
            if (!spec.names().isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, generalNames(spec));
            }
            return signed(builder, ca.key());
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw new PkiException("making the certificate of " + spec.commonName() + " failed", e);
        }
    }

    private X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey publicKey, Duration lifetime) {
        var now = clock.instant();
        return new X509v3CertificateBuilder(
                issuer,
                new BigInteger(159, random).add(BigInteger.ONE),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(lifetime)),
                subject,
                SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()));
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        var algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        var signer = new JcaContentSignerBuilder(algorithm).build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static ExtendedKeyUsage purpose(LeafSpec.Usage usage) {
        var server = KeyPurposeId.id_kp_serverAuth;
        var client = KeyPurposeId.id_kp_clientAuth;
        return switch (usage) {
            case SERVER -> new ExtendedKeyUsage(server);
            case CLIENT -> new ExtendedKeyUsage(client);
            case PEER -> new ExtendedKeyUsage(new KeyPurposeId[] {server, client});
        };
    }

    private static GeneralNames generalNames(LeafSpec spec) {
        var names = new ArrayList<GeneralName>();
        for (var name : spec.names()) {
            int type = Names.isIp(name) ? GeneralName.iPAddress : GeneralName.dNSName;
            names.add(new GeneralName(type, name));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static X500Name name(String commonName, java.util.List<String> organizations) {
        var builder = new X500NameBuilder(BCStyle.INSTANCE);
        organizations.forEach(o -> builder.addRDN(BCStyle.O, o));
        builder.addRDN(BCStyle.CN, commonName);
        return builder.build();
    }
}
