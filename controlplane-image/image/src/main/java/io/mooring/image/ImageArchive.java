package io.mooring.image;

import io.mooring.registry.Blob;
import io.mooring.registry.Descriptor;
import io.mooring.registry.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// One image as an archive in OCI's layout, and in that of `docker save`, which tools read that do
/// not know the other.
final class ImageArchive {

    private static final String OCI = "application/vnd.oci.image.";

    private ImageArchive() {}

    /// Writes it; a file that was there before stays until all is written.
    static void write(ControlPlaneImage image, List<PackedLayer> layers, Path out)
            throws IOException {
        Blob config = Blob.of(JsonMapper.shared().writeValueAsBytes(image.configuration(layers)));
        Manifest manifest = Manifest.of(Manifest.IMAGE, manifest(config, layers));
        try (var archive = new LayoutArchive(out)) {
            for (PackedLayer layer : layers) {
                archive.add(Blob.of(layer.file(), layer.digest()));
            }
            archive.add(config);
            archive.add(manifest);
            archive.contents(image.reference(), manifest.descriptor());
            archive.file("manifest.json", List.of(saved(image, config, layers)));
            archive.end();
        }
    }

    private static Map<String, Object> manifest(Blob config, List<PackedLayer> layers) {
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", Manifest.IMAGE);
        manifest.put("config", config.descriptor(OCI + "config.v1+json").fields());
        manifest.put("layers", layers.stream().map(ImageArchive::descriptor).toList());
        return manifest;
    }

    private static Map<String, Object> descriptor(PackedLayer layer) {
        return new Descriptor(OCI + "layer.v1.tar+gzip", layer.digest(), layer.bytes()).fields();
    }

    private static Map<String, Object> saved(
            ControlPlaneImage image, Blob config, List<PackedLayer> layers) {
        var saved = new LinkedHashMap<String, Object>();
        saved.put("Config", LayoutArchive.blob(config.digest()));
        saved.put("RepoTags", List.of(image.reference()));
        saved.put(
                "Layers",
                layers.stream().map(layer -> LayoutArchive.blob(layer.digest())).toList());
        return saved;
    }
}
