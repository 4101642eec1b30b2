package io.mooring.image;

import io.mooring.registry.Blob;
import io.mooring.registry.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The same image for several platforms, of which whoever pulls it gets the one that it needs.
///
/// @param images one for each platform, in the order of the index
record ImageIndex(List<ImageLayout> images) {

    ImageIndex {
        images = List.copyOf(images);
    }

    /// @throws IOException if two of the images are for one platform
    Manifest manifest() throws IOException {
        var entries = new LinkedHashMap<Platform, Map<String, Object>>();
        for (ImageLayout image : images) {
            Platform platform = image.platform();
            Map<String, Object> entry = image.manifest().descriptor().fields();
            entry.put("platform", platform.fields());
            if (entries.put(platform, entry) != null) {
                throw new IOException(
                        "making an index: two images are for %s; give one for each platform"
                                .formatted(platform));
            }
        }
        var index = new LinkedHashMap<String, Object>();
        index.put("schemaVersion", 2);
        index.put("mediaType", Manifest.INDEX);
        index.put("manifests", new ArrayList<>(entries.values()));
        return Manifest.of(Manifest.INDEX, index);
    }

    /// Writes all of it as one archive in OCI's layout, which names the index alone. Not in that of
    /// `docker save`, which has no word for platforms.
    void write(String reference, Path out) throws IOException {
        Manifest index = manifest();
        try (var archive = new LayoutArchive(out)) {
            for (ImageLayout image : images) {
                for (Blob blob : image.blobs()) {
                    archive.add(blob);
                }
                archive.add(image.manifest());
            }
            archive.add(index);
            archive.contents(reference, index.descriptor());
            archive.end();
        }
    }
}
