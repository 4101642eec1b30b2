package io.mooring.provider.terraform;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/// The certificate a plugin serves with for the life of its process, made new each time and told to
/// Terraform in the handshake. Written by hand, because loading Bouncy Castle takes longer than all
/// the rest of the start. Its key is on P-521, as those of plugins in Go are: Java makes a table
/// for keys on P-256 first, which takes three times as long as such a key and its signature.
///
/// @param der the certificate, signed by itself
record ServerCertificate(byte[] der, KeyPair keys) {
    private static final String ECDSA_WITH_SHA512 = "2a8648ce3d040304";
    private static final String COMMON_NAME = "550403";
    private static final String KEY_USAGE = "551d0f";
    private static final String ALTERNATIVE_NAME = "551d11";
    private static final String BASIC_CONSTRAINTS = "551d13";
    private static final String EXTENDED_KEY_USAGE = "551d25";
    private static final String SERVER_AUTHENTICATION = "2b06010505070301";
    private static final String CLIENT_AUTHENTICATION = "2b06010505070302";

    /// Signatures, key encipherment, key agreement, certificates.
    private static final byte[] USES = {(byte) 0b1010_1100};

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);
    private static final Duration LIFE = Duration.ofDays(3650);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    static ServerCertificate make(Clock clock) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp521r1"));
            var keys = generator.generateKeyPair();
            var algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA512));
            var body = body(keys, algorithm, clock.instant());
            var signature = Signature.getInstance("SHA512withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            return new ServerCertificate(
                    Der.sequence(body, algorithm, Der.bits(0, signature.sign())), keys);
        } catch (GeneralSecurityException lacking) {
            throw new IllegalStateException("This Java makes no keys on P-521.", lacking);
        }
    }

    /// How the handshake tells it.
    String base64() {
        return Base64.getEncoder().withoutPadding().encodeToString(der);
    }

    InputStream certificatePem() {
        return pem("CERTIFICATE", der);
    }

    InputStream keyPem() {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static byte[] body(KeyPair keys, byte[] algorithm, Instant now) {
        var serial = new byte[16];
        new SecureRandom().nextBytes(serial);
        serial[0] = (byte) (serial[0] & 0x3f | 0x40); // positive, and no zero first
        var name =
                Der.sequence(
                        Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.text(0x0c, "localhost"))));
        var validity =
                Der.sequence(
                        Der.text(0x17, TIME.format(now.minus(CLOCKS_DIFFER))),
                        Der.text(0x17, TIME.format(now.plus(LIFE))));
        var extensions =
                Der.sequence(
                        critical(KEY_USAGE, Der.bits(2, USES)),
                        critical(BASIC_CONSTRAINTS, Der.sequence(Der.yes())),
                        Der.sequence(
                                Der.oid(EXTENDED_KEY_USAGE),
                                Der.octets(
                                        Der.sequence(
                                                Der.oid(SERVER_AUTHENTICATION),
                                                Der.oid(CLIENT_AUTHENTICATION)))),
                        Der.sequence(
                                Der.oid(ALTERNATIVE_NAME),
                                Der.octets(Der.sequence(Der.text(0x82, "localhost")))));
        return Der.sequence(
                Der.element(0xa0, Der.integer(new byte[] {2})),
                Der.integer(serial),
                algorithm,
                name,
                validity,
                name,
                keys.getPublic().getEncoded(),
                Der.element(0xa3, extensions));
    }

    private static byte[] critical(String oid, byte[] content) {
        return Der.sequence(Der.oid(oid), Der.yes(), Der.octets(content));
    }

    private static InputStream pem(String kind, byte[] der) {
        var text =
                "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                        .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind);
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
