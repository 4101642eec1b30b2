package io.mooring.nodes.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// Removes a directory with all below it; links are removed, not followed.
public final class FileTrees {

    private FileTrees() {}

    /// False when something was added to it meanwhile.
    public static boolean remove(Path top) {
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
            return true;
        } catch (NoSuchFileException _) {
            return !Files.exists(top, LinkOption.NOFOLLOW_LINKS);
        } catch (DirectoryNotEmptyException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + top, e);
        }
    }
}
