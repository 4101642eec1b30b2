package io.mooring.provider.resources.host.docker.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Tar archives as an engine takes and gives them, read and written by themselves: no code of those
/// who send them is in here.
final class Archive {

    record Entry(String name, char type, int mode, int user, String target, byte[] content) {}

    private Archive() {}

    static List<Entry> read(byte[] tar) {
        var entries = new ArrayList<Entry>();
        int at = 0;
        while (tar[at] != 0) {
            int sum = number(tar, at + 148, 8);
            int found = 0;
            for (int i = 0; i < 512; i++) {
                found += i >= 148 && i < 156 ? ' ' : tar[at + i] & 0xff;
            }
            if (sum != found || !text(tar, at + 257, 6).equals("ustar")) {
                throw new IllegalArgumentException("no header of ustar at " + at);
            }
            int size = number(tar, at + 124, 12);
            entries.add(
                    new Entry(
                            text(tar, at, 100),
                            (char) tar[at + 156],
                            number(tar, at + 100, 8),
                            number(tar, at + 108, 8),
                            text(tar, at + 157, 100),
                            Arrays.copyOfRange(tar, at + 512, at + 512 + size)));
            at += 512 + (size + 511) / 512 * 512;
        }
        if (tar.length - at < 1024) {
            throw new IllegalArgumentException("no two blocks of zeros at the end");
        }
        return entries;
    }

    /// An archive of one file, with what engines write before one.
    static byte[] of(String name, byte[] content) {
        var tar = new ByteArrayOutputStream();
        byte[] extended = "30 mtime=1764000000.123456789\n".getBytes(StandardCharsets.US_ASCII);
        entry(tar, "PaxHeaders.0/" + name, 'x', extended);
        entry(tar, name, '0', content);
        tar.writeBytes(new byte[1024]);
        return tar.toByteArray();
    }

    private static void entry(ByteArrayOutputStream tar, String name, char type, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, String.format("%011o", content.length));
        header[156] = (byte) type;
        put(header, 257, "ustar");
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[Math.floorMod(-content.length, 512)]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static String text(byte[] tar, int at, int length) {
        String text = new String(tar, at, length, StandardCharsets.US_ASCII);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private static int number(byte[] tar, int at, int length) {
        return Integer.parseInt(text(tar, at, length).strip(), 8);
    }
}
