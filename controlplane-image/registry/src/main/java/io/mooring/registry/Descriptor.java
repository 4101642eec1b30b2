package io.mooring.registry;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What a manifest says of a blob, or an index of a manifest.
public record Descriptor(String mediaType, String digest, long size) {

    public Descriptor {
        if (!Digests.isOne(digest) || size < 0) {
            throw new RegistryException(
                    RegistryException.Kind.OTHER,
                    "a manifest names %s of %d bytes, which is no digest and size of SHA-256"
                            .formatted(digest, size));
        }
    }

    public static Descriptor of(JsonNode node) {
        return new Descriptor(
                node.path("mediaType").asString(""),
                node.path("digest").asString(""),
                node.path("size").asLong(-1));
    }

    /// The next bytes of a stream as this blob: its end is reached only if they are.
    ///
    /// @param where it comes from, in words
    public InputStream proven(InputStream in, String where) {
        return new VerifiedInput(
                new LimitedInput(in, size), this, "%s of %s".formatted(digest, where));
    }

    /// As it stands in a document; may be added to.
    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("mediaType", mediaType);
        fields.put("digest", digest);
        fields.put("size", size);
        return fields;
    }
}
