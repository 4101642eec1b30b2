package io.mooring.nodes.azure;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/// Azure makes no Linux machine without a password or a key to log in with. Where nobody wants to
/// log in, the key is one whose other half is forgotten as soon as it is made.
final class SshKeys {

    private static final String TYPE = "ssh-rsa";

    /// The least that Azure takes.
    private static final int BITS = 2048;

    private SshKeys() {}

    static String throwAway() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(BITS);
            return line((RSAPublicKey) keys.generateKeyPair().getPublic());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /// RFC 4253, section 6.6.
    private static String line(RSAPublicKey key) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            write(out, TYPE.getBytes(StandardCharsets.US_ASCII));
            write(out, number(key.getPublicExponent()));
            write(out, number(key.getModulus()));
        } catch (IOException e) {
            throw new UncheckedIOException("writing a key in memory", e);
        }
        return TYPE + " " + Base64.getEncoder().encodeToString(bytes.toByteArray()) + " mooring";
    }

    private static byte[] number(BigInteger number) {
        return number.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
