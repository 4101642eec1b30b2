package io.mooring.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// What the image is made of, as CycloneDX tells it.
record BillOfMaterials(List<Component> components) {

    BillOfMaterials {
        components = components.stream().distinct().sorted().toList();
    }

    /// The jars in the root file system, and the lines of the file.
    static BillOfMaterials of(Path root, Path listed) throws IOException {
        try (Stream<Path> jars = Files.list(root.resolve("opt/mooring/lib"));
                Stream<String> lines = Files.lines(listed)) {
            return new BillOfMaterials(
                    Stream.concat(
                                    jars.filter(jar -> jar.toString().endsWith(".jar"))
                                            .filter(jar -> !jar.endsWith("app.jar"))
                                            .map(Component::ofJar),
                                    lines.filter(line -> !line.isBlank()).map(Component::ofLine))
                            .toList());
        }
    }

    /// The document, indented; the same components give the same bytes.
    String toCycloneDx(String reference, Instant created) {
        List<Map<String, Object>> parts = components.stream().map(Component::fields).toList();
        byte[] seed = (reference + parts).getBytes(StandardCharsets.UTF_8);
        var document = new LinkedHashMap<String, Object>();
        document.put("bomFormat", "CycloneDX");
        document.put("specVersion", "1.6");
        document.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(seed));
        document.put("version", 1);
        document.put("metadata", metadata(reference, created));
        document.put("components", parts);
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(document)
                + "\n";
    }

    private static Map<String, Object> metadata(String reference, Instant created) {
        int tag = reference.lastIndexOf(':');
        var image = new LinkedHashMap<String, Object>();
        image.put("type", "container");
        image.put("name", reference.substring(0, tag));
        image.put("version", reference.substring(tag + 1));
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("timestamp", created.toString());
        metadata.put("component", image);
        return metadata;
    }
}
