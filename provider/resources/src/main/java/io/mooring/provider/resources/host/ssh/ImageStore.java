package io.mooring.provider.resources.host.ssh;

import io.mooring.registry.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where an image can be read from. For one thread.
interface ImageStore extends AutoCloseable {

    /// Of the documents that say what an image is; they are held in memory.
    int LARGEST_DOCUMENT = 4 << 20;

    /// The manifest of the image, or the index of its manifests.
    JsonNode top() throws IOException;

    /// A manifest that an index names.
    JsonNode manifest(Descriptor of) throws IOException;

    /// A blob; reading it fails at its end unless it is what the descriptor says. To be closed by
    /// whoever called this.
    InputStream blob(Descriptor of) throws IOException;

    @Override
    void close() throws IOException;

    static IOException tooLarge(String name, long bytes) {
        return new IOException(
                "%s of it has %d bytes, and no more than %d are read of such"
                        .formatted(name, bytes, LARGEST_DOCUMENT));
    }

    /// @param name for messages
    static JsonNode document(String name, byte[] bytes) throws IOException {
        try {
            return JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            throw new IOException(name + " of it is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
