package io.mooring.image;

import io.mooring.registry.Logins;
import io.mooring.registry.RegistryException;
import io.mooring.registry.Repository;
import io.mooring.registry.RepositoryName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Pushes the image: `[--plain-http] HOST[:PORT]/PATH:TAG LAYOUT...`. Each LAYOUT is a directory in
/// OCI's image layout, with an image or an index of some; several images become one index. Not part
/// of any running program.
public final class Push {

    private static final String PLAIN = "--plain-http";

    private Push() {}

    public static void main(String[] arguments) throws IOException {
        var rest = new ArrayList<>(List.of(arguments));
        Optional<Boolean> plain = rest.remove(PLAIN) ? Optional.of(true) : Optional.empty();
        if (rest.size() < 2) {
            throw new IllegalArgumentException(
                    "usage: [--plain-http] HOST[:PORT]/PATH:TAG LAYOUT...");
        }
        try {
            push(rest.removeFirst(), plain, rest.stream().map(Path::of).toList());
        } catch (RegistryException e) {
            System.err.println("pushing the image: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void push(String reference, Optional<Boolean> plain, List<Path> directories)
            throws IOException {
        int colon = reference.lastIndexOf(':');
        if (colon < reference.lastIndexOf('/')) {
            throw new IllegalArgumentException(reference + " has no tag; write it behind a colon");
        }
        var name = RepositoryName.parse(reference.substring(0, colon), plain);
        var images = new ArrayList<ImageLayout>();
        for (Path directory : directories) {
            images.addAll(ImageLayout.in(directory));
        }
        try (Repository to =
                Repository.open(
                        name, Logins.ofEnvironment(System.getenv()), Repository.CHUNK_BYTES)) {
            var pushed =
                    new ImagePush(to, System.out::println)
                            .push(images, reference.substring(colon + 1));
            System.out.printf(
                    "sent %.1f MB%n%s@%s%n", pushed.sentBytes() / 1e6, reference, pushed.digest());
        }
    }
}
