package io.mooring.image;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The image as its configuration tells it: which user, which program, which labels.
///
/// @param reference `NAME:TAG`
/// @param labels each `KEY=VALUE`, beside those that every image has
record ControlPlaneImage(
        String reference, Platform platform, Instant created, List<String> labels) {

    private static final String USER = "65532:65532";

    ControlPlaneImage {
        labels = List.copyOf(labels);
    }

    /// The configuration in the form of the OCI image specification.
    Map<String, Object> configuration(List<PackedLayer> layers) {
        var config = new LinkedHashMap<String, Object>();
        config.put("User", USER);
        config.put("Env", List.of("PATH=/usr/local/bin:/usr/bin"));
        config.put(
                "Entrypoint",
                List.of(
                        "/opt/mooring/runtime/bin/java",
                        "@/opt/mooring/java.args",
                        "io.mooring.cli.Main"));
        config.put("Cmd", List.of("server", "--help"));
        config.put("WorkingDir", "/data");
        config.put("Labels", allLabels());
        var rootfs = new LinkedHashMap<String, Object>();
        rootfs.put("type", "layers");
        rootfs.put("diff_ids", layers.stream().map(PackedLayer::unpacked).toList());
        var image = new LinkedHashMap<String, Object>();
        image.put("created", created.toString());
        image.putAll(platform.fields());
        image.put("config", config);
        image.put("rootfs", rootfs);
        image.put("history", layers.stream().map(layer -> history(layer.layer())).toList());
        return image;
    }

    private Map<String, Object> history(Layer layer) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("created", created.toString());
        entry.put("created_by", "mooring");
        entry.put("comment", layer.title());
        return entry;
    }

    private Map<String, String> allLabels() {
        var all = new LinkedHashMap<String, String>();
        all.put("org.opencontainers.image.title", "Mooring control plane");
        all.put(
                "org.opencontainers.image.version",
                reference.substring(reference.lastIndexOf(':') + 1));
        all.put("org.opencontainers.image.created", created.toString());
        all.put("io.mooring.sbom", "/usr/share/sbom/mooring.cdx.json");
        for (String label : labels) {
            int at = label.indexOf('=');
            all.put(label.substring(0, at), label.substring(at + 1));
        }
        return all;
    }
}
