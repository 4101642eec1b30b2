package io.mooring.tunnel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The file of a Unix socket: made beside its place, closed to others, then moved there. So a stale
/// file is replaced, and no one can connect before the permissions hold.
record UnixSocketFile(Path path) {
    UnixSocketFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    Path unfinished() throws IOException {
        var beside = path.resolveSibling(path.getFileName() + "~");
        Files.deleteIfExists(beside);
        return beside;
    }

    void publish(Path unfinished) throws IOException {
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxrwx---"));
        Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING);
    }
}
