package io.mooring.image;

import io.mooring.registry.Blob;
import io.mooring.registry.Descriptor;
import io.mooring.registry.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An image in a directory of OCI's image layout, as an unpacked archive is.
record ImageLayout(Path directory, Manifest manifest) {

    /// The one image of the directory, or those of the one index that it holds.
    ///
    /// @throws IOException if it is no layout, or names another number of things
    static List<ImageLayout> in(Path directory) throws IOException {
        JsonNode named = JsonMapper.shared().readTree(directory.resolve("index.json").toFile());
        JsonNode things = named.path("manifests");
        if (things.size() != 1) {
            throw new IOException(
                    "reading the image in %s: its index.json names %d things, and should name one image or index"
                            .formatted(directory, things.size()));
        }
        ImageLayout only = of(directory, things.get(0));
        if (!only.manifest().mediaType().equals(Manifest.INDEX)) {
            return List.of(only);
        }
        var images = new ArrayList<ImageLayout>();
        for (JsonNode entry : only.manifest().document().path("manifests")) {
            images.add(of(directory, entry));
        }
        return images;
    }

    private static ImageLayout of(Path directory, JsonNode named) throws IOException {
        Descriptor descriptor = Descriptor.of(named);
        byte[] bytes = Files.readAllBytes(file(directory, descriptor.digest()));
        return new ImageLayout(directory, new Manifest(descriptor.mediaType(), bytes));
    }

    /// All that the manifest names: the layers, then the configuration.
    List<Blob> blobs() throws IOException {
        JsonNode document = manifest.document();
        var blobs = new ArrayList<Blob>();
        for (JsonNode layer : document.path("layers")) {
            blobs.add(blob(layer));
        }
        blobs.add(blob(document.path("config")));
        return blobs;
    }

    private Blob blob(JsonNode named) throws IOException {
        String digest = Descriptor.of(named).digest();
        return Blob.of(file(directory, digest), digest);
    }

    private static Path file(Path directory, String digest) {
        return directory.resolve(LayoutArchive.blob(digest));
    }

    Platform platform() throws IOException {
        String digest = Descriptor.of(manifest.document().path("config")).digest();
        return Platform.of(JsonMapper.shared().readTree(file(directory, digest).toFile()));
    }
}
