package io.mooring.provider.resources.host.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The little of tar (ustar) that files in and out of a container need. All that is written belongs
/// to the server's user, and to nobody else.
final class Tar {

    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int USER = 65532;
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// Begins an archive.
    static Tar of() {
        return new Tar();
    }

    Tar directory(String name) {
        header(name + "/", 0700, 0, '5', "");
        return this;
    }

    Tar file(String name, byte[] content) {
        header(name, 0600, content.length, '0', "");
        out.writeBytes(content);
        out.writeBytes(new byte[Math.floorMod(-content.length, BLOCK)]);
        return this;
    }

    /// Another name of a file of the archive, which takes the place of what has it.
    Tar link(String name, String target) {
        header(name, 0600, 0, '1', target);
        return this;
    }

    byte[] bytes() {
        var all = new ByteArrayOutputStream();
        all.writeBytes(out.toByteArray());
        all.writeBytes(new byte[2 * BLOCK]);
        return all.toByteArray();
    }

    private void header(String name, int mode, long size, char type, String target) {
        if (name.length() > NAME || target.length() > NAME) {
            throw new IllegalArgumentException("too long for an archive: " + name);
        }
        byte[] header = new byte[BLOCK];
        text(header, 0, name);
        octal(header, 100, 8, mode);
        octal(header, 108, 8, USER);
        octal(header, 116, 8, USER);
        octal(header, 124, 12, size);
        octal(header, 136, 12, 0);
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) type;
        text(header, 157, target);
        text(header, 257, "ustar");
        text(header, 263, "00");
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        octal(header, 148, 7, sum);
        out.writeBytes(header);
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static void octal(byte[] header, int at, int length, long number) {
        text(header, at, String.format("%0" + (length - 1) + "o", number));
    }

    /// The content of the first plain file of an archive.
    ///
    /// @throws IOException if this is no archive, or the file is larger than any that we ask for
    static Optional<byte[]> firstFile(InputStream in) throws IOException {
        while (true) {
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK || header[0] == 0) {
                return Optional.empty();
            }
            long size = size(header);
            if (size < 0 || size > MOST_BYTES) {
                throw new IOException("a file of %d bytes in an archive".formatted(size));
            }
            if (header[156] == '0' || header[156] == 0) {
                byte[] content = in.readNBytes((int) size);
                if (content.length < size) {
                    throw new IOException("the archive ends too early");
                }
                return Optional.of(content);
            }
            // what is no file, or says more about the one that follows
            in.skipNBytes(size + Math.floorMod(-size, BLOCK));
        }
    }

    private static long size(byte[] header) throws IOException {
        String text = new String(header, 124, 12, StandardCharsets.US_ASCII).replace("\0", "");
        try {
            return Long.parseLong(text.strip(), 8);
        } catch (NumberFormatException e) {
            throw new IOException("this is no tar archive", e);
        }
    }
}
