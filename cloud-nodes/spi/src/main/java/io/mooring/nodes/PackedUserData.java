package io.mooring.nodes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// User data as the field of a cloud takes it: in base64, compressed where it would be too large,
/// which cloud-init finds out by itself. Ignition, whose user data is JSON, does not.
public sealed interface PackedUserData {

    record Fits(SecretText base64) implements PackedUserData {}

    /// Even compressed it is over the limit; `reason` tells by how much, and what to do.
    record TooLarge(String reason) implements PackedUserData {}

    /// @param cloud whose limit it is, for the reason
    /// @param limitBytes how much it takes, before base64
    static PackedUserData of(String text, String cloud, int limitBytes) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        if (plain.length > limitBytes && text.startsWith("{")) {
            return new TooLarge(
                    "is %d bytes of Ignition, which is not to be compressed; %s takes %d. Let the node fetch what is large, or move commands to privateNodes.joinNode"
                            .formatted(plain.length, cloud, limitBytes));
        }
        byte[] bytes = plain.length <= limitBytes ? plain : gzip(plain);
        if (bytes.length > limitBytes) {
            return new TooLarge(
                    "is %d bytes, and %d compressed; %s takes %d. Let the node fetch what is large, or move commands to privateNodes.joinNode"
                            .formatted(plain.length, bytes.length, cloud, limitBytes));
        }
        return new Fits(new SecretText(Base64.getEncoder().encodeToString(bytes)));
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

    /// The slowest and smallest.
    final class BestGzip extends GZIPOutputStream {
        private BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
