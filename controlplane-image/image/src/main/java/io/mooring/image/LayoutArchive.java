package io.mooring.image;

import io.mooring.registry.Blob;
import io.mooring.registry.Descriptor;
import io.mooring.registry.Manifest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/// Writes a tar archive in OCI's image layout. A file that was there before stays until {@link
/// #end}; what is not ended leaves nothing.
final class LayoutArchive implements AutoCloseable {

    private static final String BLOBS = "blobs/sha256/";

    private final Path out;
    private final Path part;
    private final BufferedOutputStream file;
    private final TarWriter tar;
    private final Set<String> written = new HashSet<>();

    LayoutArchive(Path out) throws IOException {
        this.out = out;
        part = out.resolveSibling(out.getFileName() + ".part");
        file = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
        tar = new TarWriter(file, Instant.EPOCH);
    }

    /// Where a blob is in the layout.
    static String blob(String digest) {
        return BLOBS + digest.replace("sha256:", "");
    }

    /// What is in it already is not written again.
    void add(Blob blob) throws IOException {
        if (written.add(blob.digest())) {
            try (var content = blob.content().from(0)) {
                tar.file(blob(blob.digest()), 0644, blob.size(), content);
            }
        }
    }

    void add(Manifest manifest) throws IOException {
        add(Blob.of(manifest.bytes()));
    }

    void file(String name, Object document) throws IOException {
        tar.file(name, JsonMapper.shared().writeValueAsBytes(document));
    }

    /// The two files by which a reader finds the one thing that is in the layout.
    void contents(String reference, Descriptor tagged) throws IOException {
        Map<String, Object> entry = tagged.fields();
        entry.put("annotations", Map.of("org.opencontainers.image.ref.name", reference));
        var index = new LinkedHashMap<String, Object>();
        index.put("schemaVersion", 2);
        index.put("mediaType", Manifest.INDEX);
        index.put("manifests", List.of(entry));
        file("oci-layout", Map.of("imageLayoutVersion", "1.0.0"));
        file("index.json", index);
    }

    void end() throws IOException {
        tar.close();
        file.close();
        Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        file.close();
        Files.deleteIfExists(part);
    }
}
