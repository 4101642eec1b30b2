package io.mooring.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The layers of the image, those that change least first, so that an upgrade moves few bytes.
enum Layer {
    BASE("base system"),
    RUNTIME("Java runtime"),
    CONTROL_PLANE("control plane"),
    NODE_FILES("files of nodes"),
    APPLICATION("Mooring");

    private static final Path PROGRAMS = Path.of("usr/local/bin");
    private static final Path FURTHER_RELEASES = PROGRAMS.resolve("kubernetes");
    private static final List<String> OF_CONTROL_PLANE =
            List.of(
                    "kine",
                    "etcd",
                    "kube-apiserver",
                    "kube-controller-manager",
                    "kube-scheduler",
                    "coredns");

    private final String title;

    Layer(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /// The layer a file of the root file system belongs to.
    ///
    /// @param file relative to the root
    static Layer of(Path file) {
        if (file.startsWith("opt/mooring/runtime")) {
            return RUNTIME;
        }
        if (file.startsWith("opt/mooring") || file.startsWith("usr/share/sbom")) {
            return APPLICATION;
        }
        if (file.startsWith(PROGRAMS) && !file.equals(PROGRAMS)) {
            return file.startsWith(FURTHER_RELEASES)
                            || OF_CONTROL_PLANE.contains(file.getFileName().toString())
                    ? CONTROL_PLANE
                    : NODE_FILES;
        }
        return BASE;
    }

    /// The files and directories of this layer, relative to the root, always in the same order.
    List<Path> in(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(root::relativize)
                    .filter(file -> !file.toString().isEmpty())
                    .filter(file -> of(file) == this)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing " + root, e);
        }
    }
}
