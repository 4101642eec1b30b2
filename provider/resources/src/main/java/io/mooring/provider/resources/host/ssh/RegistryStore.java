package io.mooring.provider.resources.host.ssh;

import io.mooring.registry.Descriptor;
import io.mooring.registry.Logins;
import io.mooring.registry.Manifest;
import io.mooring.registry.Repository;
import io.mooring.registry.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An image in a registry, which this machine reaches; the control plane's need not.
///
/// @param reference a tag or a digest
record RegistryStore(Repository repository, String reference) implements ImageStore {

    /// @param image `HOST[:PORT]/PATH`, with a tag or a digest
    /// @param environment says what to log in with
    static RegistryStore open(String image, Map<String, String> environment) {
        int at = image.indexOf('@');
        int cut = at >= 0 ? at : image.lastIndexOf(':');
        RepositoryName name = RepositoryName.parse(image.substring(0, cut), Optional.empty());
        return new RegistryStore(
                Repository.open(name, Logins.ofEnvironment(environment), Repository.CHUNK_BYTES),
                image.substring(cut + 1));
    }

    @Override
    public JsonNode top() throws IOException {
        return named(reference);
    }

    @Override
    public JsonNode manifest(Descriptor of) throws IOException {
        return named(of.digest());
    }

    private JsonNode named(String which) throws IOException {
        return repository
                .manifest(which)
                .map(Manifest::document)
                .orElseThrow(() -> new IOException("%s has no %s".formatted(repository, which)));
    }

    @Override
    public InputStream blob(Descriptor of) {
        return repository.blob(of);
    }

    @Override
    public void close() {
        repository.close();
    }
}
