package io.mooring.nodes.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// Removes a directory with all below it; links are removed, not followed.
final class FileTrees {

    private FileTrees() {}

    static void remove(Path top) {
        try {
            Files.walkFileTree(
                    top,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                                throws IOException {
                            Files.deleteIfExists(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(
                                Path directory,
                                @org.jspecify.annotations.Nullable IOException failure)
                                throws IOException {
                            Files.deleteIfExists(directory);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (NoSuchFileException _) {
            // gone already, which is what was asked for
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + top, e);
        }
    }
}
