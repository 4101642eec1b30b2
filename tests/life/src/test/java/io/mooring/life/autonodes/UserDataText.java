package io.mooring.life.autonodes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;

/// User data as a machine reads it.
final class UserDataText {

    private UserDataText() {}

    /// @param given base64, perhaps compressed before
    static String of(String given) {
        byte[] bytes = Base64.getDecoder().decode(given);
        if (bytes.length < 2 || bytes[0] != 0x1f) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
