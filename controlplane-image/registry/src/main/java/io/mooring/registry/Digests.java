package io.mooring.registry;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Digests as registries write them: `sha256:HEX`.
public final class Digests {

    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int BUFFER_BYTES = 64 << 10;

    private Digests() {}

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    public static String of(byte[] bytes) {
        return text(sha256().digest(bytes));
    }

    /// Of all that comes.
    public static String of(InputStream in) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return text(digest.digest());
    }

    static String text(byte[] digest) {
        return "sha256:" + HexFormat.of().formatHex(digest);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
