package io.mooring.image;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The image: which user, which program, which labels, and the layers of a root file system.
///
/// @param reference `NAME:TAG`
/// @param labels each `KEY=VALUE`, beside those that every image has
record ControlPlaneImage(String reference, Instant created, List<String> labels) {

    static final String USER = "65532:65532";

    /// The one date of every file. A cache of the JVM holds for jars of exactly this date.
    static final Instant FILE_DATE = Instant.ofEpochSecond(1);

    ControlPlaneImage {
        labels = List.copyOf(labels);
    }

    void write(Path root, Path out) throws Exception {
        Path part = out.resolveSibling(out.getFileName() + ".part");
        Path scratch = Files.createTempDirectory("mooring-image");
        try {
            JibContainerBuilder builder = Jib.fromScratch();
            Layer.inOrder().forEach(layer -> builder.addFileEntriesLayer(entries(layer, root)));
            builder.setFormat(ImageFormat.OCI)
                    .setPlatforms(Set.of(new Platform("amd64", "linux")))
                    .setCreationTime(created)
                    .setUser(USER)
                    .setWorkingDirectory(AbsoluteUnixPath.get("/data"))
                    .setEnvironment(Map.of("PATH", "/usr/local/bin:/usr/bin"))
                    .setEntrypoint(
                            "/opt/mooring/runtime/bin/java",
                            "@/opt/mooring/java.args",
                            "io.mooring.cli.Main")
                    .setProgramArguments("server", "--help")
                    .setLabels(allLabels())
                    .containerize(
                            Containerizer.to(TarImage.at(part).named(reference))
                                    .setOfflineMode(true)
                                    .setAlwaysCacheBaseImage(false)
                                    .setBaseImageLayersCache(scratch)
                                    .setApplicationLayersCache(scratch)
                                    .setToolName("mooring"));
            Files.move(part, out, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            removeTree(scratch);
        }
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

    private static FileEntriesLayer entries(Layer layer, Path root) {
        var entries = FileEntriesLayer.builder().setName(layer.title());
        for (Path file : layer.in(root)) {
            Path source = root.resolve(file);
            entries.addEntry(
                    new FileEntry(
                            source,
                            AbsoluteUnixPath.get("/" + file),
                            permissions(source),
                            FILE_DATE));
        }
        return entries.build();
    }

    private static FilePermissions permissions(Path file) {
        boolean runs = Files.isDirectory(file) || Files.isExecutable(file);
        return FilePermissions.fromOctalString(runs ? "755" : "644");
    }

    private static void removeTree(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
