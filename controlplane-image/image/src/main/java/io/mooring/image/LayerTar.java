package io.mooring.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The files of a layer as a tar archive. A file that has several names is in it once.
final class LayerTar {

    /// The one date of every file. A cache of the JVM holds for jars of exactly this date.
    static final Instant FILE_DATE = Instant.ofEpochSecond(1);

    private LayerTar() {}

    /// @param files relative to the root, in the order in which they are written
    static void write(Path root, List<Path> files, OutputStream out) throws IOException {
        Map<Object, String> written = new HashMap<>();
        try (var tar = new TarWriter(out, FILE_DATE)) {
            for (Path file : files) {
                add(tar, root.resolve(file), file.toString(), written);
            }
        }
    }

    private static void add(TarWriter tar, Path source, String name, Map<Object, String> written)
            throws IOException {
        var attributes =
                Files.readAttributes(source, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            tar.directory(name);
            return;
        }
        if (!attributes.isRegularFile()) {
            throw new IOException("packing " + source + ": it is neither file nor directory");
        }
        int mode = Files.isExecutable(source) ? 0755 : 0644;
        String earlier = written.putIfAbsent(attributes.fileKey(), name);
        if (earlier != null) {
            tar.hardLink(name, mode, earlier);
            return;
        }
        try (var content = Files.newInputStream(source)) {
            tar.file(name, mode, attributes.size(), content);
        }
    }
}
