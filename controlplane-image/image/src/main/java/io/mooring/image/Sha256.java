package io.mooring.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Digests as an image names them: `sha256:HEX`.
final class Sha256 {

    private Sha256() {}

    /// Something that writes bytes.
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    static String of(Content content) throws IOException {
        MessageDigest digest = digest();
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.writeTo(out);
        }
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    static String of(Path file) throws IOException {
        return of(out -> Files.copy(file, out));
    }

    static String of(byte[] bytes) throws IOException {
        return of(out -> out.write(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
