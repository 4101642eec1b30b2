package io.mooring.kube;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Private keys in PEM: PKCS#8 as the JDK reads it, PKCS#1 and SEC 1 by putting them into a PKCS#8
/// envelope.
final class PrivateKeyPem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:EC |RSA )?PRIVATE KEY)-----([^-]+)-----END \\1-----");
    // AlgorithmIdentifier in DER: rsaEncryption with NULL, and id-ecPublicKey with the named curve
    private static final String RSA = "300d06092a864886f70d0101010500";
    private static final String P256 = "301306072a8648ce3d020106082a8648ce3d030107";
    private static final String P384 = "301006072a8648ce3d020106052b81040022";
    private static final String P521 = "301006072a8648ce3d020106052b81040023";

    private PrivateKeyPem() {}

    static PrivateKey read(String pem) throws GeneralSecurityException {
        var matcher = BLOCK.matcher(pem);
        if (!matcher.find()) {
            throw new InvalidKeyException("there is no private key in PEM form");
        }
        byte[] der;
        try {
            der = Base64.getMimeDecoder().decode(matcher.group(2));
        } catch (IllegalArgumentException _) {
            throw new InvalidKeyException("the private key's PEM is damaged");
        }
        return switch (matcher.group(1)) {
            case "EC PRIVATE KEY" -> pkcs8(envelope(curve(der), der));
            case "RSA PRIVATE KEY" -> pkcs8(envelope(RSA, der));
            default -> pkcs8(der);
        };
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        var spec = new PKCS8EncodedKeySpec(der);
        for (var algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException _) {
                // the next algorithm
            }
        }
        throw new InvalidKeyException("the private key is neither EC nor RSA nor EdDSA");
    }

    /// SEQUENCE, INTEGER 1, OCTET STRING with the key: its length tells the curve.
    private static String curve(byte[] sec1) throws InvalidKeyException {
        int header = sec1.length > 1 && (sec1[1] & 0x80) != 0 ? 2 + (sec1[1] & 0x7f) : 2;
        int length = sec1.length > header + 4 ? sec1[header + 4] : 0;
        return switch (length) {
            case 32 -> P256;
            case 48 -> P384;
            case 66 -> P521;
            default ->
                    throw new InvalidKeyException(
                            "the EC key's curve is none of P-256, P-384, P-521");
        };
    }

    private static byte[] envelope(String algorithm, byte[] key) {
        var content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {0x02, 0x01, 0x00});
        content.writeBytes(HexFormat.of().parseHex(algorithm));
        content.writeBytes(tagged(0x04, key));
        return tagged(0x30, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.writeBytes(new byte[] {(byte) 0x81, (byte) content.length});
        } else {
            out.writeBytes(
                    new byte[] {(byte) 0x82, (byte) (content.length >> 8), (byte) content.length});
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
