package io.mooring.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// PEM in and out. Messages name the place a text came from and never hold any of it.
final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private static final String PKCS8_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String PKCS8_END = "-----END PRIVATE KEY-----";

    private Pem() {}

    static X509Certificate certificate(String pem, String where) {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var bytes = pem.getBytes(StandardCharsets.US_ASCII);
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException e) {
            throw new PkiException(
                    where + " holds no PEM certificate; restore it from a backup", e);
        }
    }

    /// Our own keys are PKCS#8, which the JDK reads; one that an operator brought may be anything.
    static PrivateKey privateKey(String pem, String where) {
        if (pem.startsWith(PKCS8_BEGIN) && pem.strip().endsWith(PKCS8_END)) {
            return pkcs8(pem.strip(), where);
        }
        return anyKey(pem, where);
    }

    private static PrivateKey pkcs8(String pem, String where) {
        var body = pem.substring(PKCS8_BEGIN.length(), pem.length() - PKCS8_END.length());
        try {
            var spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body));
            for (var algorithm : List.of("EC", "RSA")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(spec);
                } catch (InvalidKeySpecException _) {
                    // of another kind
                }
            }
        } catch (IllegalArgumentException | NoSuchAlgorithmException _) {
            // what follows says it
        }
        return anyKey(pem, where);
    }

    private static PrivateKey anyKey(String pem, String where) {
        try (var parser = new PEMParser(new StringReader(pem))) {
            var converter = new JcaPEMKeyConverter();
            var object = parser.readObject();
            // OpenSSL writes "EC PARAMETERS" before an EC key
            while (object != null
                    && !(object instanceof PEMKeyPair)
                    && !(object instanceof PrivateKeyInfo)) {
                object = parser.readObject();
            }
            return switch (object) {
                case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
                case PrivateKeyInfo info -> converter.getPrivateKey(info);
                case null, default ->
                        throw new PkiException(
                                where + " holds no PEM private key; restore it from a backup",
                                null);
            };
        } catch (IOException e) {
            throw new PkiException(
                    where + " holds no readable private key; restore it from a backup", null);
        }
    }

    static String of(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate made here has no encoding", e);
        }
    }

    /// PKCS#8, which Go, Netty and the JDK all read.
    static String of(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    static String of(PublicKey key) {
        return block("PUBLIC KEY", key.getEncoded());
    }

    private static String block(String type, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(type, LINES.encodeToString(der), type);
    }
}
