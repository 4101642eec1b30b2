package io.mooring.provider.resources;

import io.mooring.provider.core.FunctionType;
import io.mooring.provider.core.ObjectSchema;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.OperationContext;
import io.mooring.provider.core.Property;
import io.mooring.provider.core.PropertyType;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.core.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The function that takes a kubeconfig apart, for programs that want its parts and not a file.
/// What of it is a secret is never in a message.
final class ParseKubeconfigFunction {

    static final FunctionType TYPE =
            FunctionType.of(
                            "mooring:index:parseKubeconfig",
                            "What the current context of a kubeconfig says: where the API is and who one is there. Takes any kubeconfig that holds its certificates itself.",
                            ObjectSchema.of(
                                    Property.of(
                                                    "kubeconfig",
                                                    PropertyType.STRING,
                                                    "The kubeconfig, as text.")
                                            .asRequired()
                                            .asSecret()),
                            ObjectSchema.of(
                                    Property.of(
                                                    "context",
                                                    PropertyType.STRING,
                                                    "The name of the current context.")
                                            .asRequired(),
                                    Property.of(
                                                    "server",
                                                    PropertyType.STRING,
                                                    "Where the API is: a URL.")
                                            .asRequired(),
                                    Property.of(
                                            "tlsServerName",
                                            PropertyType.STRING,
                                            "The name in the server's certificate, if it is not that of the URL."),
                                    Property.of(
                                            "namespace",
                                            PropertyType.STRING,
                                            "The namespace that commands mean when they name none."),
                                    Property.of(
                                            "caCertificate",
                                            PropertyType.STRING,
                                            "The certificate of the API's CA, as PEM."),
                                    Property.of(
                                            "clientCertificate",
                                            PropertyType.STRING,
                                            "The certificate of the user, as PEM."),
                                    Property.of(
                                                    "clientKey",
                                                    PropertyType.STRING,
                                                    "The private key of the user, as PEM.")
                                            .asSecret(),
                                    Property.of(
                                                    "token",
                                                    PropertyType.STRING,
                                                    "The bearer token of the user.")
                                            .asSecret()))
                    .asPure();

    private static final String ATTEMPT = "reading a kubeconfig: ";

    private ParseKubeconfigFunction() {}

    static ObjectValue parse(ObjectValue arguments, OperationContext context) {
        JsonNode file = tree(arguments.requireText("kubeconfig"));
        String current =
                text(file, "current-context")
                        .orElseThrow(() -> failed("it has no current-context"));
        JsonNode chosen = named(file, "contexts", "context", current);
        JsonNode cluster = named(file, "clusters", "cluster", required(chosen, "cluster"));
        JsonNode user = named(file, "users", "user", required(chosen, "user"));
        var found =
                ObjectValue.builder()
                        .put("context", current)
                        .put("server", required(cluster, "server"));
        text(cluster, "tls-server-name").ifPresent(name -> found.put("tlsServerName", name));
        text(chosen, "namespace").ifPresent(name -> found.put("namespace", name));
        data(cluster, "certificate-authority").ifPresent(pem -> found.put("caCertificate", pem));
        data(user, "client-certificate").ifPresent(pem -> found.put("clientCertificate", pem));
        data(user, "client-key").ifPresent(pem -> found.put("clientKey", Value.secret(pem)));
        text(user, "token").ifPresent(token -> found.put("token", Value.secret(token)));
        return found.build();
    }

    private static JsonNode tree(String kubeconfig) {
        try {
            return new YAMLMapper().readTree(kubeconfig);
        } catch (JacksonException e) {
            // Not with the cause: its message holds the text around the place.
            throw failed("it is no YAML, line " + e.getLocation().getLineNr());
        }
    }

    private static JsonNode named(JsonNode file, String list, String content, String name) {
        for (JsonNode entry : file.path(list)) {
            if (name.equals(entry.path("name").asString(""))) {
                return entry.path(content);
            }
        }
        throw failed("it has no \"%s\" among its %s".formatted(name, list));
    }

    private static String required(JsonNode node, String key) {
        return text(node, key).orElseThrow(() -> failed("it names no " + key));
    }

    private static Optional<String> text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isString() && !value.asString().isEmpty()
                ? Optional.of(value.asString())
                : Optional.empty();
    }

    /// What is in the kubeconfig itself; a function looks at no files.
    private static Optional<String> data(JsonNode node, String key) {
        if (text(node, key).isPresent()) {
            throw failed(
                    "its %s is a file; write it into the kubeconfig with kubectl config view --flatten --raw"
                            .formatted(key));
        }
        try {
            return text(node, key + "-data")
                    .map(Base64.getDecoder()::decode)
                    .map(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException _) {
            throw failed("its %s-data is no base64".formatted(key));
        }
    }

    private static ResourceFailure failed(String reason) {
        return new ResourceFailure(ATTEMPT + reason);
    }
}
