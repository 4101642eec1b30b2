package io.mooring.provider.resources.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The end of a log file that may be large.
final class LogTail {

    private static final int BYTES = 64 * 1024;

    private LogTail() {}

    static List<String> of(Path file, int lines) {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, log.length() - BYTES);
            log.seek(from);
            byte[] end = new byte[(int) (log.length() - from)];
            log.readFully(end);
            List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            return List.of("(no log: " + e.getMessage() + ")");
        }
    }
}
