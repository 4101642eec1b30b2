package io.mooring.identity.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/// An RSA key with a certificate, that signs what it is told to.
public record TestSigner(KeyPair key, X509Certificate certificate) {
    private static final Date FROM = Date.from(Instant.parse("2020-01-01T00:00:00Z"));
    private static final Date UNTIL = Date.from(Instant.parse("2090-01-01T00:00:00Z"));

    public static TestSigner alone(String name) {
        var key = newKey();
        return new TestSigner(key, certificate(name, key, name, key, true, UNTIL));
    }

    /// One whose certificate this one has issued.
    public TestSigner issue(String name, boolean authority) {
        return issue(name, authority, UNTIL.toInstant());
    }

    public TestSigner issue(String name, boolean authority, Instant until) {
        var its = newKey();
        var own = certificate.getSubjectX500Principal().getName().substring("CN=".length());
        return new TestSigner(its, certificate(name, its, own, key, authority, Date.from(until)));
    }

    private static KeyPair newKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate certificate(
            String name, KeyPair key, String issuer, KeyPair by, boolean authority, Date until) {
        try {
            var builder =
                    new JcaX509v3CertificateBuilder(
                                    new X500Name("CN=" + issuer),
                                    BigInteger.valueOf(System.nanoTime()),
                                    FROM,
                                    until,
                                    new X500Name("CN=" + name),
                                    key.getPublic())
                            .addExtension(
                                    Extension.basicConstraints,
                                    true,
                                    new BasicConstraints(authority));
            if (!authority) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder("SHA256withRSA")
                                            .build(by.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    /// In base64, as one long line.
    public String message(String content, boolean attributes, X509Certificate... along) {
        try {
            var generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(
                                    new JcaDigestCalculatorProviderBuilder().build())
                            .setDirectSignature(!attributes)
                            .build(
                                    new JcaContentSignerBuilder("SHA256withRSA")
                                            .build(key.getPrivate()),
                                    certificate));
            generator.addCertificates(new JcaCertStore(List.of(along)));
            var signed =
                    generator.generate(new CMSProcessableByteArray(content.getBytes(UTF_8)), true);
            return Base64.getEncoder().encodeToString(signed.getEncoded());
        } catch (GeneralSecurityException
                | IOException
                | CMSException
                | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    /// A JSON web token.
    public String token(String head, String claims) {
        try {
            var text = url(head.getBytes(UTF_8)) + "." + url(claims.getBytes(UTF_8));
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(text.getBytes(UTF_8));
            return text + "." + url(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static String pem(X509Certificate... certificates) {
        var blocks = new ArrayList<String>();
        Arrays.stream(certificates).forEach(it -> blocks.add(block(it)));
        return String.join("", blocks);
    }

    private static String block(X509Certificate certificate) {
        try {
            var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
            return "-----BEGIN CERTIFICATE-----\n"
                    + lines.encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
