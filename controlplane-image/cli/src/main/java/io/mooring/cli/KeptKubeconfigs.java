package io.mooring.cli;

import io.mooring.provider.resources.host.PublishedApi;
import io.mooring.provider.resources.host.Sha256;
import io.mooring.provider.resources.host.docker.EngineEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// A user's kubeconfigs of clusters that are elsewhere: a directory for each namespace of host
/// clusters, and one for each container engine, since clusters in two of them may have one name.
final class KeptKubeconfigs {

    /// No namespace is named so.
    private static final String OF_ENGINES = "_docker";

    private static final int DIGITS = 8;

    private final Path home;

    KeptKubeconfigs(Path home) {
        this.home = home;
    }

    static KeptKubeconfigs ofUser() {
        Path configs =
                Optional.ofNullable(System.getenv("XDG_CONFIG_HOME"))
                        .map(Path::of)
                        .orElse(Path.of(System.getProperty("user.home"), ".config"));
        return new KeptKubeconfigs(configs.resolve("mooring"));
    }

    Path ofNamespace(String namespace, String cluster) {
        return home.resolve(namespace).resolve(cluster + ".conf");
    }

    Path ofEngine(EngineEndpoint engine, String cluster) {
        return home.resolve(OF_ENGINES).resolve(directory(engine)).resolve(cluster + ".conf");
    }

    /// To be read by a person, and that of no other engine.
    private static String directory(EngineEndpoint engine) {
        String address =
                switch (engine) {
                    case EngineEndpoint.OnSocket(Path path) ->
                            new EngineEndpoint.OnSocket(EngineEndpoint.real(path)).address();
                    case EngineEndpoint.OnPort port -> port.address();
                };
        String readable = address.replaceFirst("^[a-z]+:/+", "").replaceAll("[^A-Za-z0-9.-]+", "-");
        return readable + "-" + Sha256.hex(address).substring(0, DIGITS);
    }

    /// Writes one where only its owner can read it. Earlier versions had one directory for all
    /// engines: what they wrote of the same cluster goes.
    Path write(Path file, String kubeconfig) throws IOException {
        Path directory = Files.createDirectories(file.getParent());
        String name = file.getFileName().toString();
        Path part =
                Files.createTempFile(
                        directory,
                        name,
                        ".part",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(part, kubeconfig);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path shared = home.resolve(OF_ENGINES);
        Path earlier = shared.resolve(name);
        if (shared.equals(directory.getParent())
                && Files.isRegularFile(earlier)
                && PublishedApi.server(Files.readString(earlier))
                        .equals(PublishedApi.server(kubeconfig))) {
            Files.delete(earlier);
        }
        return file;
    }
}
