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

/// A directory in OCI's image layout that holds one image, as the unpacked archive is.
record ImageLayout(Path directory, Manifest manifest) {

    /// @throws IOException if it is none, or holds another number of images
    static ImageLayout of(Path directory) throws IOException {
        JsonNode index = JsonMapper.shared().readTree(directory.resolve("index.json").toFile());
        JsonNode images = index.path("manifests");
        if (images.size() != 1) {
            throw new IOException(
                    "reading the image in %s: its index names %d images, and should name one"
                            .formatted(directory, images.size()));
        }
        Descriptor only = Descriptor.of(images.get(0));
        byte[] bytes = Files.readAllBytes(file(directory, only.digest()));
        return new ImageLayout(directory, new Manifest(only.mediaType(), bytes));
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
        return directory.resolve("blobs").resolve(digest.replace(':', '/'));
    }

    /// What it runs on, as an index says it.
    JsonNode configuration() throws IOException {
        String digest = Descriptor.of(manifest.document().path("config")).digest();
        return JsonMapper.shared().readTree(file(directory, digest).toFile());
    }
}
