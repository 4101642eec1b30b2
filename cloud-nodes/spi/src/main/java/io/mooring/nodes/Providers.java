package io.mooring.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// Finds the factories of providers: each in a directory of jars of its own, DIRECTORY/NAME, or,
/// where there is none, on the class path.
public final class Providers {

    private final Path directory;

    public Providers(Path directory) {
        this.directory = directory;
    }

    /// The factory of that name, in a class loader that lives as long as it does.
    ///
    /// @throws ProviderFailure if it is not installed
    public NodeProviderFactory factory(String name) {
        Path jars = directory.resolve(name);
        ClassLoader ours = Providers.class.getClassLoader();
        ClassLoader loader = Files.isDirectory(jars) ? loader(name, jars, ours) : ours;
        return ServiceLoader.load(NodeProviderFactory.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.name().equals(name))
                .findFirst()
                .map(factory -> loader == ours ? factory : OwnContext.of(factory, loader))
                .orElseThrow(() ->
                        new ProviderFailure(
                                "there is no node provider %s: its jars should be in %s; run `make build`"
                                        .formatted(name, jars)));
    }

    private static ClassLoader loader(String name, Path jars, ClassLoader parent) {
        try (Stream<Path> files = Files.list(jars)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
            return new JarsFirst(
                    name, found.stream().map(Providers::url).toArray(URL[]::new), parent);
        } catch (IOException e) {
            throw new UncheckedIOException("listing the jars of node provider " + name, e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar + " has no URL", e);
        }
    }
}
