package io.mooring.bootstrap;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a machine sends to prove which one it is, as a form of the web. Prints as its cloud.
record ProofForm(String cloud, String key, String document, String chain) {
    private static final int SHORTEST_KEY = 32;
    private static final int LONGEST_KEY = 128;

    /// Empty if something is missing, comes twice, or cannot be read.
    static Optional<ProofForm> read(String body) {
        var fields = new HashMap<String, String>();
        for (var part : body.split("&", 6)) {
            var at = part.indexOf('=');
            if (at < 0 || fields.put(part.substring(0, at), part.substring(at + 1)) != null) {
                return Optional.empty();
            }
        }
        try {
            var form =
                    new ProofForm(
                            field(fields, "cloud"),
                            field(fields, "key"),
                            field(fields, "document"),
                            field(fields, "chain"));
            return form.isWhole() ? Optional.of(form) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String field(Map<String, String> fields, String name) {
        return URLDecoder.decode(fields.getOrDefault(name, ""), StandardCharsets.UTF_8);
    }

    private boolean isWhole() {
        return cloud.matches("[a-z]{1,20}")
                && key.length() >= SHORTEST_KEY
                && key.length() <= LONGEST_KEY
                && !document.isEmpty();
    }

    @Override
    public String toString() {
        return cloud;
    }
}
