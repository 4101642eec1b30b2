package io.mooring.provider.resources.host.ssh;

import io.mooring.registry.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.databind.JsonNode;

/// Where an image can be read from. For one thread.
interface ImageStore extends AutoCloseable {

    /// The manifest of the image, or the index of its manifests.
    JsonNode top() throws IOException;

    /// A manifest that an index names.
    JsonNode manifest(Descriptor of) throws IOException;

    /// A blob; reading it fails at its end unless it is what the descriptor says. To be closed by
    /// whoever called this.
    InputStream blob(Descriptor of) throws IOException;

    @Override
    void close() throws IOException;
}
