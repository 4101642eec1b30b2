package io.mooring.registry;

import java.util.Arrays;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A document that a registry keeps by tag and by digest: its bytes are what counts.
@SuppressWarnings("ArrayRecordComponent")
public record Manifest(String mediaType, byte[] bytes) {

    public static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";

    public Manifest {
        bytes = bytes.clone();
    }

    public static Manifest of(String mediaType, Map<String, Object> document) {
        return new Manifest(mediaType, JsonMapper.shared().writeValueAsBytes(document));
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    public String digest() {
        return Digests.of(bytes);
    }

    public Descriptor descriptor() {
        return new Descriptor(mediaType, digest(), bytes.length);
    }

    /// @throws RegistryException if it is no JSON
    public JsonNode document() {
        try {
            return JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            throw new RegistryException(
                    RegistryException.Kind.OTHER, "the manifest " + digest() + " is no JSON", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Manifest(var type, var content)
                && type.equals(mediaType)
                && Arrays.equals(content, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
