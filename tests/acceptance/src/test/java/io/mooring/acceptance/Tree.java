package io.mooring.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Where this tree and its cache are.
public final class Tree {

    static final Path ROOT =
            Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                    .takeWhile(path -> path != null)
                    .filter(path -> Files.exists(path.resolve("ARCHITECTURE.md")))
                    .findFirst()
                    .orElseThrow();

    private Tree() {}

    public static String tool(String name) {
        return ROOT.resolve("tools").resolve(name).toString();
    }

    public static String launcher(String name) {
        return ROOT.resolve("bin").resolve(name).toString();
    }

    static Path cache() {
        String named = System.getenv("MOORING_CACHE");
        return named == null
                ? Path.of(System.getProperty("user.home"), ".cache", "mooring")
                : Path.of(named);
    }

    public static String upstream(String name) {
        return upstream().resolve(name).toString();
    }

    /// Where the upstream binaries are.
    public static Path upstream() {
        return cache().resolve("bin");
    }
}
