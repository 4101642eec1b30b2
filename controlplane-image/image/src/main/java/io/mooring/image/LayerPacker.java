package io.mooring.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Compresses layers, and keeps them by what is in them: compressing takes long, and most images
/// differ from the one before in their last layer only.
final class LayerPacker implements AutoCloseable {

    private static final String SUFFIX = ".tar.gz";

    private final Path kept;
    private final ExecutorService workers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    /// @param kept the directory of the layers; made if there is none
    LayerPacker(Path kept) {
        this.kept = kept;
    }

    PackedLayer pack(Layer layer, Path root) throws IOException {
        List<Path> files = layer.in(root);
        String unpacked = Sha256.of(out -> LayerTar.write(root, files, out));
        Path file = kept.resolve(unpacked.replace("sha256:", "") + SUFFIX);
        boolean reused = Files.exists(file);
        if (!reused) {
            compress(root, files, file);
        }
        return new PackedLayer(layer, unpacked, Sha256.of(file), Files.size(file), file, reused);
    }

    private void compress(Path root, List<Path> files, Path file) throws IOException {
        Files.createDirectories(kept);
        Path part = Files.createTempFile(kept, "layer", ".part");
        try {
            try (var out = Files.newOutputStream(part);
                    var gzip = new BlockGzip(out, workers)) {
                LayerTar.write(root, files, gzip);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Removes the layers that are not among these.
    void keepOnly(List<PackedLayer> layers) throws IOException {
        Set<Path> wanted = layers.stream().map(PackedLayer::file).collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(kept)) {
            for (Path file : files.filter(name -> !wanted.contains(name)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {
        workers.close();
    }
}
