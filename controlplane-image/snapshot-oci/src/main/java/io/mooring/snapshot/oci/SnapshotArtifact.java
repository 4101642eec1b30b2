package io.mooring.snapshot.oci;

import io.mooring.registry.Blob;
import io.mooring.registry.Descriptor;
import io.mooring.registry.Manifest;
import io.mooring.snapshot.SnapshotInfo;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The manifest that makes an artifact of a snapshot.
///
/// @param content the file
record SnapshotArtifact(Manifest manifest, Descriptor content) {

    /// What an artifact says it is.
    static final String TYPE = "application/vnd.mooring.snapshot.v1+json";

    /// What its one blob is.
    static final String CONTENT_TYPE = "application/vnd.mooring.snapshot.v1";

    /// What an artifact has that has no configuration.
    static final Blob EMPTY = Blob.of("{}".getBytes(StandardCharsets.UTF_8));

    private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";

    /// @param info is repeated in annotations, for whoever looks at the registry
    static SnapshotArtifact of(Descriptor content, String name, SnapshotInfo info) {
        Map<String, Object> layer = content.fields();
        layer.put("annotations", Map.of("org.opencontainers.image.title", name));
        var annotations = new LinkedHashMap<String, Object>();
        annotations.put("org.opencontainers.image.created", info.created().toString());
        annotations.put("io.mooring.snapshot.cluster", info.cluster());
        annotations.put("io.mooring.snapshot.kubernetes", info.kubernetes());
        annotations.put("io.mooring.snapshot.revision", Long.toString(info.revision()));
        var document = new LinkedHashMap<String, Object>();
        document.put("schemaVersion", 2);
        document.put("mediaType", Manifest.IMAGE);
        document.put("artifactType", TYPE);
        document.put("config", EMPTY.descriptor(EMPTY_TYPE).fields());
        document.put("layers", List.of(layer));
        document.put("annotations", annotations);
        return new SnapshotArtifact(Manifest.of(Manifest.IMAGE, document), content);
    }

    /// @return empty for what is something else
    static Optional<SnapshotArtifact> of(Manifest manifest) {
        JsonNode document = manifest.document();
        JsonNode layers = document.path("layers");
        boolean isOne =
                document.path("artifactType").asString("").equals(TYPE) && layers.size() == 1;
        return isOne
                ? Optional.of(new SnapshotArtifact(manifest, Descriptor.of(layers.get(0))))
                : Optional.empty();
    }
}
