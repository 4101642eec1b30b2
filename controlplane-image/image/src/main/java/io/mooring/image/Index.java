package io.mooring.image;

import io.mooring.registry.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes one archive of several images: `REFERENCE OUT LAYOUT...`, with a directory in OCI's image
/// layout for each platform. Not part of any running program.
public final class Index {

    private static final int ARGUMENTS = 4;

    private Index() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < ARGUMENTS) {
            throw new IllegalArgumentException("usage: REFERENCE OUT LAYOUT LAYOUT...");
        }
        Path out = Path.of(arguments[1]);
        var images = new ArrayList<ImageLayout>();
        for (String directory : List.of(arguments).subList(2, arguments.length)) {
            images.addAll(ImageLayout.in(Path.of(directory)));
        }
        var index = new ImageIndex(images);
        index.write(arguments[0], out);
        Manifest manifest = index.manifest();
        for (ImageLayout image : images) {
            System.out.printf("%-16s %s%n", image.platform(), image.manifest().digest());
        }
        System.out.printf(
                "%-16s %s  %d MB%n", "index", manifest.digest(), Math.round(Files.size(out) / 1e6));
    }
}
