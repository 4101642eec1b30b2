package io.mooring.image;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Writes the image: `ROOT PLATFORM COMPONENTS REFERENCE CREATED LAYERS OUT [LABEL=VALUE...]`.
///
/// COMPONENTS is a file with a line `TYPE<tab>NAME<tab>VERSION` for each part that cannot be told
/// from the root file system itself. LAYERS is the directory where compressed layers are kept from
/// one image to the next. Not part of any running program.
public final class Main {

    private static final int ARGUMENTS = 7;

    private static final Path SBOM = Path.of("usr/share/sbom/mooring.cdx.json");

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < ARGUMENTS) {
            throw new IllegalArgumentException(
                    "usage: ROOT PLATFORM COMPONENTS REFERENCE CREATED LAYERS OUT [LABEL=VALUE...]");
        }
        Path root = Path.of(arguments[0]);
        Platform platform = Platform.parse(arguments[1]);
        String reference = arguments[3];
        Instant created = Instant.parse(arguments[4]);
        Path out = Path.of(arguments[6]);
        List<String> labels = List.of(arguments).subList(ARGUMENTS, arguments.length);

        writeBillOfMaterials(root, Path.of(arguments[2]), reference, created);
        try (var packer = new LayerPacker(Path.of(arguments[5]))) {
            var layers = new ArrayList<PackedLayer>();
            for (Layer layer : Layer.values()) {
                layers.add(packer.pack(layer, root));
            }
            var image = new ControlPlaneImage(reference, platform, created, labels);
            ImageArchive.write(image, layers, out);
            packer.keepOnly(layers);
            report(System.out, layers, out);
        }
    }

    private static void writeBillOfMaterials(
            Path root, Path components, String reference, Instant created) throws IOException {
        Path file = root.resolve(SBOM);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, BillOfMaterials.of(root, components).toCycloneDx(reference, created));
    }

    private static void report(PrintStream to, List<PackedLayer> layers, Path out)
            throws IOException {
        for (PackedLayer layer : layers) {
            to.printf(
                    "%-16s %4d MB%s%n",
                    layer.layer().title(),
                    megabytes(layer.bytes()),
                    layer.reused() ? ", as before" : "");
        }
        to.printf("%-16s %4d MB  %s%n", "image", megabytes(Files.size(out)), out);
    }

    private static long megabytes(long bytes) {
        return Math.round(bytes / 1e6);
    }
}
