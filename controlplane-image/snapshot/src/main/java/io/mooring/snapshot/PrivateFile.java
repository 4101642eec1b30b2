package io.mooring.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// New files that only their owner reads.
public final class PrivateFile {

    private PrivateFile() {}

    /// Opens one that is not there yet, for writing.
    public static FileChannel create(Path file) throws IOException {
        var mode =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return FileChannel.open(file, options, mode);
    }

    /// Writes all that comes, to the disk. If it does not come to its end, the file is not there.
    public static void write(InputStream in, Path file) throws IOException {
        try (FileChannel channel = create(file)) {
            try {
                in.transferTo(Channels.newOutputStream(channel));
                channel.force(true);
            } catch (IOException | RuntimeException e) {
                Files.delete(file);
                throw e;
            }
        }
    }
}
