package io.mooring.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Small images, written and unpacked.
final class Layouts {

    private static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");

    private Layouts() {}

    /// One of a layer that all have in common and one of its own.
    static ImageLayout image(Path directory, String platform) throws Exception {
        String name = platform.replace('/', '-');
        Path root = Files.createDirectories(directory.resolve("root-" + name));
        Files.createDirectories(root.resolve("opt/mooring"));
        Files.writeString(root.resolve("opt/mooring/java.args"), "-Xmx80m\n");
        Files.createDirectories(root.resolve("usr/local/bin"));
        Files.writeString(root.resolve("usr/local/bin/kine"), "of " + platform);
        Path archive = directory.resolve(name + ".tar");
        try (var packer = new LayerPacker(directory.resolve("layers"))) {
            var packed =
                    List.of(
                            packer.pack(Layer.CONTROL_PLANE, root),
                            packer.pack(Layer.APPLICATION, root));
            var image =
                    new ControlPlaneImage(
                            "example/cp:1", Platform.parse(platform), CREATED, List.of());
            ImageArchive.write(image, packed, archive);
        }
        return ImageLayout.in(unpacked(archive, directory.resolve("layout-" + name))).getFirst();
    }

    static Path unpacked(Path archive, Path to) throws Exception {
        var command =
                List.of("tar", "-xf", archive.toString(), "-C", Files.createDirectories(to) + "");
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return to;
    }
}
