package io.mooring.provider.resources.host;

import io.mooring.nodes.local.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Files that only their owner may read, written so that a reader never sees half of one.
final class PrivateFiles {

    private PrivateFiles() {}

    static void makeDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new HostFailure.Unusable("making the directory " + directory + ": " + e, e);
        }
    }

    /// Writes the file unless it holds exactly this already.
    ///
    /// @return whether it was written
    static boolean write(Path file, String text, String permissions) {
        if (read(file).filter(text::equals).isPresent()) {
            return false;
        }
        var attribute =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(draft);
            try (var channel =
                    FileChannel.open(
                            draft,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            attribute)) {
                var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            throw new HostFailure.Unusable("writing " + file + ": " + e, e);
        }
    }

    /// Makes the file, empty, unless it exists.
    static void touch(Path file) throws IOException {
        var attribute =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var _ =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        attribute)) {
            // Opening it is enough.
        }
    }

    static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new HostFailure.Unusable("reading " + file + ": " + e, e);
        }
    }

    /// Removes the directory and everything in it; symbolic links are removed, not followed.
    static void removeTree(Path directory) {
        try {
            if (!FileTrees.remove(directory)) {
                throw new HostFailure.Unusable(
                        "removing "
                                + directory
                                + ": something is still being written there; run again");
            }
        } catch (UncheckedIOException e) {
            throw new HostFailure.Unusable("removing " + directory + ": " + e.getCause(), e);
        }
    }
}
