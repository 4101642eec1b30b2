package io.mooring.frontends;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Token;
import io.mooring.provider.core.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Good inputs of each resource: those of the example on its page of the reference.
final class Starts {
    private static final ObjectValue CLUSTER =
            ObjectValue.builder()
                    .put("name", "shop")
                    .put("endpoint", "https://127.0.0.1:8443")
                    .put("caCertHash", "sha256:" + "0".repeat(64))
                    .put("kubeconfig", Value.secret("text"))
                    .build();

    /// A private key as users have them, another one in each run.
    static final String KEY = key();

    private Starts() {}

    static Map<Token, ObjectValue> all() {
        var starts = new LinkedHashMap<Token, ObjectValue>();
        try (var files = Files.list(root().resolve("docs/examples/resources"))) {
            for (var file : files.sorted().toList()) {
                new YAMLMapper()
                        .readTree(Files.readString(file))
                        .path("resources")
                        .forEach(it ->
                                starts.put(
                                        token(it.path("type").asString()),
                                        (ObjectValue) value(it.path("properties"))));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return starts;
    }

    private static Token token(String text) {
        return Token.parse(
                text.chars().filter(c -> c == ':').count() == 1 ? text.replace(":", "::") : text);
    }

    /// What refers to another resource has the value that it would have, and a setting is a key.
    private static Value value(JsonNode node) {
        if (node.isObject()) {
            var fields = new LinkedHashMap<String, Value>();
            node.properties().forEach(it -> fields.put(it.getKey(), value(it.getValue())));
            return new ObjectValue(fields);
        }
        if (node.isArray()) {
            return Value.list(node.valueStream().map(Starts::value).toList());
        }
        if (node.isNumber()) {
            return Value.of(node.asDouble());
        }
        if (node.isBoolean()) {
            return Value.of(node.asBoolean());
        }
        var text = node.asString("");
        if (!text.startsWith("${")) {
            return Value.of(text);
        }
        if (text.endsWith(".connection}")) {
            return CLUSTER;
        }
        return text.endsWith(".name}") ? CLUSTER.field("name") : Value.of(KEY);
    }

    private static String key() {
        try {
            var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
            return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                    .formatted(
                            Base64.getMimeEncoder(64, new byte[] {'\n'})
                                    .encodeToString(pair.getPrivate().getEncoded()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has RSA", impossible);
        }
    }

    private static Path root() {
        var directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("ARCHITECTURE.md"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
