package io.mooring.cli;

import io.mooring.provider.resources.host.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The node providers as their modules have packaged them, where the command looks for them: below
/// `MOORING_LIB`, which this module's pom sets for its tests.
final class PackagedProviders {

    private static final Path MODULES = Path.of("..", "..", "cloud-nodes").toAbsolutePath();

    private PackagedProviders() {}

    /// Links to their jars, in the place of those of an earlier run.
    static void link(List<String> names) throws IOException {
        for (String name : names) {
            Path built = MODULES.resolve(name).resolve("target").normalize();
            Path linked =
                    Files.createDirectories(
                            Installation.nodeProviders(System.getenv()).resolve(name));
            for (Path earlier : jars(linked)) {
                Files.delete(earlier);
            }
            if (!Files.isDirectory(built.resolve("lib"))) {
                throw new IOException(
                        "%s has no lib: package that module before its tests or these run, by mvn verify or mvn -DskipTests package"
                                .formatted(built));
            }
            for (Path directory : List.of(built, built.resolve("lib"))) {
                for (Path jar : jars(directory)) {
                    Files.createSymbolicLink(linked.resolve(jar.getFileName()), jar);
                }
            }
        }
    }

    private static List<Path> jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.toString().endsWith("-tests.jar"))
                    .toList();
        }
    }
}
