package io.mooring.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/// Writes a tar archive (ustar): no owners, one date, so that the same entries give the same bytes.
/// Closing it ends the archive and leaves the stream open.
final class TarWriter implements AutoCloseable {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_PREFIX = 155;
    private static final long LARGEST_FILE = 0777_7777_7777L;

    private final OutputStream to;
    private final Instant date;

    TarWriter(OutputStream to, Instant date) {
        this.to = to;
        this.date = date;
    }

    void directory(String name) throws IOException {
        to.write(header(name + "/", '5', 0755, 0, ""));
    }

    /// @param size how many bytes `content` has
    void file(String name, int mode, long size, InputStream content) throws IOException {
        if (size > LARGEST_FILE) {
            throw new IOException("packing " + name + ": it is too large for a tar archive");
        }
        to.write(header(name, '0', mode, size, ""));
        long written = content.transferTo(to);
        if (written != size) {
            throw new IOException("packing " + name + ": it changed while it was read");
        }
        to.write(new byte[(int) (-size & (BLOCK - 1))]);
    }

    void file(String name, byte[] content) throws IOException {
        file(name, 0644, content.length, new java.io.ByteArrayInputStream(content));
    }

    /// One more name of a file that the archive has already.
    void hardLink(String name, int mode, String earlier) throws IOException {
        to.write(header(name, '1', mode, 0, earlier));
    }

    @Override
    public void close() throws IOException {
        to.write(new byte[2 * BLOCK]);
    }

    private byte[] header(String name, char type, int mode, long size, String link)
            throws IOException {
        byte[] header = new byte[BLOCK];
        int cut = cut(name);
        put(header, 0, name.substring(cut == 0 ? 0 : cut + 1), LONGEST_NAME);
        put(header, 100, "%07o".formatted(mode), 8);
        put(header, 108, "0000000", 8);
        put(header, 116, "0000000", 8);
        put(header, 124, "%011o".formatted(size), 12);
        put(header, 136, "%011o".formatted(date.getEpochSecond()), 12);
        header[156] = (byte) type;
        put(header, 157, link, LONGEST_NAME);
        put(header, 257, "ustar\00000", 8);
        put(header, 329, "0000000", 8);
        put(header, 337, "0000000", 8);
        put(header, 345, name.substring(0, cut), LONGEST_PREFIX);
        put(header, 148, "        ", 8);
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum), 8);
        return header;
    }

    /// Where a long name is cut: before the cut it goes into a field of its own.
    private static int cut(String name) {
        if (name.length() <= LONGEST_NAME) {
            return 0;
        }
        return Math.max(0, name.indexOf('/', name.length() - LONGEST_NAME - 1));
    }

    private static void put(byte[] header, int at, String text, int room) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > room) {
            throw new IOException("packing " + text + ": its name is too long for a tar archive");
        }
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
