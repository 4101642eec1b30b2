package io.mooring.provider.pulumi;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Tells who dialled a port of the loopback interface, which every user of the machine can do: the
/// kernel knows whose the other end is. Pulumi's protocol has no other way to tell.
final class Callers {
    private static final int ROOT = 0;
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int USER = 7;
    private static final String ESTABLISHED = "01";
    private static final int MOST_LOOKS = 3;

    private final List<Path> tables;

    /// @param tables of the kernel's connections; where there are none, everybody is let in
    Callers(List<Path> tables) {
        this.tables = tables;
    }

    static Callers ofThisMachine() {
        return new Callers(List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")));
    }

    /// Whether a connection is from the user that this process runs as, or from root. Where the
    /// kernel does not even show our end of it, nothing can be told and everybody is let in.
    boolean areOurs(Socket connection) throws IOException {
        if (tables.stream().noneMatch(Files::exists)) {
            return true;
        }
        var own = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        return areOurs(connection.getPort(), connection.getLocalPort(), own);
    }

    /// @param from the port at the caller's end
    /// @param to the port at ours
    /// @param own the user that this process runs as
    boolean areOurs(int from, int to, int own) throws IOException {
        // The table changes while it is read, so that a line may be missed.
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            var theirs = shown(from, to);
            if (theirs.isPresent()) {
                return isOpenAndOf(theirs.get(), own);
            }
            if (shown(to, from).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// What its user has closed the kernel shows as root's.
    private static boolean isOpenAndOf(String[] theirs, int own) {
        var user = Integer.parseUnsignedInt(theirs[USER]);
        return theirs[STATE].equals(ESTABLISHED) && (user == ROOT || user == own);
    }

    private Optional<String[]> shown(int local, int remote) throws IOException {
        var here = ":%04X".formatted(local);
        var there = ":%04X".formatted(remote);
        for (var table : tables) {
            if (!Files.exists(table)) {
                continue;
            }
            for (var line : Files.readAllLines(table)) {
                var words = line.strip().split("\\s+", -1);
                if (words.length > USER
                        && words[LOCAL].endsWith(here)
                        && words[REMOTE].endsWith(there)) {
                    return Optional.of(words);
                }
            }
        }
        return Optional.empty();
    }
}
