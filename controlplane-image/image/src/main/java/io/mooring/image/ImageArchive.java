package io.mooring.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// One image as an archive in OCI's layout, and in that of `docker save`, which tools read that do
/// not know the other.
final class ImageArchive {

    private static final String OCI = "application/vnd.oci.image.";
    private static final String BLOBS = "blobs/sha256/";

    private ImageArchive() {}

    /// Writes it; a file that was there before stays until all is written.
    static void write(ControlPlaneImage image, List<PackedLayer> layers, Path out)
            throws IOException {
        byte[] config = json(image.configuration(layers));
        byte[] manifest = json(manifest(config, layers));
        Path part = out.resolveSibling(out.getFileName() + ".part");
        try (var file = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
                var tar = new TarWriter(file, Instant.EPOCH)) {
            for (PackedLayer layer : layers) {
                try (var content = Files.newInputStream(layer.file())) {
                    tar.file(blob(layer.digest()), 0644, layer.bytes(), content);
                }
            }
            tar.file(blob(Sha256.of(config)), config);
            tar.file(blob(Sha256.of(manifest)), manifest);
            tar.file("oci-layout", json(Map.of("imageLayoutVersion", "1.0.0")));
            tar.file("index.json", json(index(image, manifest)));
            tar.file("manifest.json", json(List.of(saved(image, config, layers))));
        }
        Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<String, Object> manifest(byte[] config, List<PackedLayer> layers)
            throws IOException {
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", OCI + "manifest.v1+json");
        manifest.put("config", descriptor("config.v1+json", Sha256.of(config), config.length));
        manifest.put(
                "layers",
                layers.stream()
                        .map(layer ->
                                descriptor("layer.v1.tar+gzip", layer.digest(), layer.bytes()))
                        .toList());
        return manifest;
    }

    private static Map<String, Object> index(ControlPlaneImage image, byte[] manifest)
            throws IOException {
        var entry = descriptor("manifest.v1+json", Sha256.of(manifest), manifest.length);
        entry.put("annotations", Map.of("org.opencontainers.image.ref.name", image.reference()));
        var index = new LinkedHashMap<String, Object>();
        index.put("schemaVersion", 2);
        index.put("mediaType", OCI + "index.v1+json");
        index.put("manifests", List.of(entry));
        return index;
    }

    private static Map<String, Object> saved(
            ControlPlaneImage image, byte[] config, List<PackedLayer> layers) throws IOException {
        var saved = new LinkedHashMap<String, Object>();
        saved.put("Config", blob(Sha256.of(config)));
        saved.put("RepoTags", List.of(image.reference()));
        saved.put("Layers", layers.stream().map(layer -> blob(layer.digest())).toList());
        return saved;
    }

    private static Map<String, Object> descriptor(String type, String digest, long bytes) {
        var descriptor = new LinkedHashMap<String, Object>();
        descriptor.put("mediaType", OCI + type);
        descriptor.put("digest", digest);
        descriptor.put("size", bytes);
        return descriptor;
    }

    private static String blob(String digest) {
        return BLOBS + digest.replace("sha256:", "");
    }

    private static byte[] json(Object document) {
        return JsonMapper.shared().writeValueAsBytes(document);
    }
}
