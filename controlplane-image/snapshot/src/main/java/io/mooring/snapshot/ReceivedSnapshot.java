package io.mooring.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A snapshot that is made elsewhere and comes here as it is.
public final class ReceivedSnapshot {

    /// Where it comes from.
    @FunctionalInterface
    public interface Source {

        /// Writes all of it on; fails if that could not be.
        void writeTo(OutputStream out) throws IOException;
    }

    private ReceivedSnapshot() {}

    /// Keeps it in a file, which only its owner reads: it is there as a whole, looked through, or
    /// not at all, and never in another's place.
    ///
    /// @throws SnapshotException if the file is there already, or what came is no whole snapshot
    public static SnapshotStream.Inspected keep(Source source, Path target) {
        Path file = target.toAbsolutePath().normalize();
        Path directory = file.getParent();
        if (Files.exists(file) || directory == null) {
            throw new SnapshotException(
                    "writing the snapshot " + file + ": it is there already; choose another name");
        }
        try {
            PartFile.removeLeft(directory);
            try (var part = PartFile.create(directory, String.valueOf(file.getFileName()))) {
                part.write(source);
                SnapshotStream.Inspected found = inspect(part, file);
                part.moveTo(file);
                return found;
            }
        } catch (IOException e) {
            throw new SnapshotException("writing the snapshot " + file + ": " + e, e);
        }
    }

    private static SnapshotStream.Inspected inspect(PartFile part, Path file) throws IOException {
        try (InputStream in = part.open()) {
            return SnapshotStream.inspect(in, file.toString(), Optional.empty());
        }
    }
}
