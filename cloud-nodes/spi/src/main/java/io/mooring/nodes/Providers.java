package io.mooring.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Finds the factories of providers: each in a directory of jars of its own, DIRECTORY/NAME, or,
/// where there is none, on the class path.
public final class Providers {

    // by the real path of their jars: a factory keeps one gate for each account, and that is only
    // of use where whoever calls the account from this process has the same factory
    private static final ConcurrentHashMap<Path, NodeProviderFactory> FACTORIES =
            new ConcurrentHashMap<>();

    private final Path directory;

    public Providers(Path directory) {
        this.directory = directory;
    }

    /// The factory of that name, in a class loader that lives as long as it does: of the same jars
    /// the same one, as long as the process lives.
    ///
    /// @throws ProviderFailure if it is not installed
    public NodeProviderFactory factory(String name) {
        Path jars = directory.resolve(name);
        return Files.isDirectory(jars)
                ? FACTORIES.computeIfAbsent(realPath(jars), it -> ofJars(name, it))
                : found(name, jars, Providers.class.getClassLoader());
    }

    private static Path realPath(Path jars) {
        try {
            return jars.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("looking for the jars of a node provider in " + jars, e);
        }
    }

    private static NodeProviderFactory ofJars(String name, Path jars) {
        ClassLoader loader = loader(name, jars, Providers.class.getClassLoader());
        return OwnContext.of(found(name, jars, loader), loader);
    }

    private static NodeProviderFactory found(String name, Path jars, ClassLoader loader) {
        return ServiceLoader.load(NodeProviderFactory.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.name().equals(name))
                .findFirst()
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
