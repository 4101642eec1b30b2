package io.mooring.nodes.aws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// User data as EC2 takes it: in base64, compressed where it would be too large, which cloud-init
/// finds out by itself.
final class UserDataField {

    /// Before base64.
    static final int LIMIT_BYTES = 16_384;

    private UserDataField() {}

    /// @throws Refused when even the compressed text is too large
    static String encode(String attempt, String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = plain.length <= LIMIT_BYTES ? plain : gzip(plain);
        if (bytes.length > LIMIT_BYTES) {
            throw new Refused(
                    attempt,
                    new Refusal.BadField(
                            "userData",
                            "is %d bytes, and %d compressed; EC2 takes %d. Let the node fetch what is large, or move commands to privateNodes.joinNode"
                                    .formatted(plain.length, bytes.length, LIMIT_BYTES)));
        }
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// Without a time stamp: the same text gives the same bytes, so a repeated launch is the same.
    private static byte[] gzip(byte[] plain) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new BestGzip(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("compressing user data in memory", e);
        }
        return bytes.toByteArray();
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
