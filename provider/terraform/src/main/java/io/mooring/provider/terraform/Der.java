package io.mooring.provider.terraform;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Writes the few kinds of DER elements that a certificate has.
final class Der {
    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return element(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return element(0x31, parts);
    }

    /// @param hex the identifier in its encoded form
    static byte[] oid(String hex) {
        return element(0x06, HexFormat.of().parseHex(hex));
    }

    static byte[] integer(byte[] bigEndian) {
        return element(0x02, bigEndian);
    }

    static byte[] text(int tag, String text) {
        return element(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] octets(byte[] content) {
        return element(0x04, content);
    }

    static byte[] yes() {
        return element(0x01, new byte[] {(byte) 0xff});
    }

    /// @param unused how many of the last bits do not count, all of which are zero
    static byte[] bits(int unused, byte[] content) {
        return element(0x03, new byte[] {(byte) unused}, content);
    }

    static byte[] element(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var length = content.size();
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (length >= 0x100) {
            out.write(0x82);
            out.write(length >> 8);
        } else if (length >= 0x80) {
            out.write(0x81);
        }
        out.write(length);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
