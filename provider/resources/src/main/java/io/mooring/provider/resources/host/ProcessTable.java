package io.mooring.provider.resources.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The parts of /proc that tell a service's processes from all others.
final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int SESSION = 3;
    private static final int START_TIME = 19;

    private ProcessTable() {}

    /// Whether the process exists, is no zombie and was started at that time (in the kernel's
    /// ticks).
    static boolean isAlive(long pid, String startTime) {
        return fields(pid)
                .filter(f -> f[START_TIME].equals(startTime))
                .filter(f -> !f[STATE].equals("Z"))
                .isPresent();
    }

    /// The living processes of a session that mention the directory in arguments or environment.
    /// Both are asked for, because the number of a session that ended may have been given away.
    static List<Long> ofSession(long session, Path directory) {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                boolean member =
                        fields(pid)
                                .filter(f -> f[SESSION].equals(Long.toString(session)))
                                .filter(f -> !f[STATE].equals("Z"))
                                .isPresent();
                if (member && mentions(pid, directory.toString())) {
                    found.add(pid);
                }
            }
        } catch (IOException e) {
            throw new HostFailure.Unusable("reading the process table: " + e, e);
        }
        return found;
    }

    /// The fields of /proc/PID/stat after the program's name, which may itself hold blanks and
    /// brackets.
    private static Optional<String[]> fields(long pid) {
        return read(pid, "stat")
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" "))
                .filter(fields -> fields.length > START_TIME);
    }

    private static boolean mentions(long pid, String text) {
        return read(pid, "cmdline").filter(line -> line.contains(text)).isPresent()
                || read(pid, "environ").filter(line -> line.contains(text)).isPresent();
    }

    private static Optional<String> read(long pid, String file) {
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve(file));
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
