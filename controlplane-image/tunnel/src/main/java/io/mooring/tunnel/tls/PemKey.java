package io.mooring.tunnel.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/// Reads a private key in any of the PEM forms kubeadm and Go tools write: PKCS#8, PKCS#1 and SEC1.
final class PemKey {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----([^-]*)-----END \\1-----");
    private static final byte[] RSA_ALGORITHM = hex("300d06092a864886f70d0101010500");
    private static final byte[] EC_KEY_OID = hex("06072a8648ce3d0201");

    private PemKey() {}

    static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
        var matcher = BLOCK.matcher(Files.readString(file));
        if (!matcher.find()) {
            throw new GeneralSecurityException(
                    "no unencrypted PEM private key (PKCS#8, PKCS#1 or SEC1) in " + file);
        }
        var der = Base64.getMimeDecoder().decode(matcher.group(2));
        return switch (matcher.group(1)) {
            case "RSA PRIVATE KEY" -> key(wrap(RSA_ALGORITHM, der), "RSA", file);
            case "EC PRIVATE KEY" -> key(wrap(ecAlgorithm(der, file), der), "EC", file);
            default -> pkcs8(der, file);
        };
    }

    private static PrivateKey pkcs8(byte[] der, Path file) throws GeneralSecurityException {
        for (var algorithm : new String[] {"EC", "RSA"}) {
            try {
                return key(der, algorithm, file);
            } catch (GeneralSecurityException _) {
                // Not of this kind; the last attempt reports.
            }
        }
        return key(der, "EdDSA", file);
    }

    private static PrivateKey key(byte[] pkcs8, String algorithm, Path file)
            throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException("cannot read the private key in " + file, e);
        }
    }

    /// SEC1 carries the curve in a field tagged [0]; PKCS#8 wants it beside the algorithm.
    private static byte[] ecAlgorithm(byte[] sec1, Path file) throws GeneralSecurityException {
        for (var i = 0; i + 3 < sec1.length; i++) {
            var length = sec1[i + 1];
            if ((sec1[i] & 0xff) == 0xa0
                    && sec1[i + 2] == 0x06
                    && sec1[i + 3] == length - 2
                    && i + 2 + length <= sec1.length) {
                var body = new ByteArrayOutputStream();
                body.writeBytes(EC_KEY_OID);
                body.write(sec1, i + 2, length);
                return tagged(0x30, body.toByteArray());
            }
        }
        throw new GeneralSecurityException("the EC key in " + file + " does not name its curve");
    }

    private static byte[] wrap(byte[] algorithm, byte[] key) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {2, 1, 0});
        body.writeBytes(algorithm);
        body.writeBytes(tagged(0x04, key));
        return tagged(0x30, body.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] hex(String text) {
        return java.util.HexFormat.of().parseHex(text);
    }
}
