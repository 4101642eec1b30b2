package io.mooring.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Logins as `docker login` and its like leave them, in the file or with a helper.
///
/// @param where it came from, for messages
record DockerConfig(JsonNode root, String where) {

    static DockerConfig of(Path file) {
        return parse(read(file), file.toString());
    }

    static DockerConfig parse(String text, String where) {
        try {
            return new DockerConfig(JsonMapper.shared().readTree(text), where);
        } catch (JacksonException e) {
            // its message would repeat what stands there
            throw failed("reading the logins in " + where + ": it is no JSON");
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new RegistryException(
                    RegistryException.Kind.REFUSED, "reading the logins in " + file + ": " + e, e);
        }
    }

    /// For the repository, for what it is in, or for its whole registry; the nearest.
    Optional<Login> login(RepositoryName name) {
        String helper = root.path("credHelpers").path(name.host()).asString("");
        if (!helper.isEmpty()) {
            return CredentialHelper.ask(helper, name.host());
        }
        Map<String, JsonNode> known = byPlace(root.path("auths"));
        Optional<Login> written =
                Stream.iterate(name.toString(), it -> !it.isEmpty(), DockerConfig::parent)
                        .filter(known::containsKey)
                        .findFirst()
                        .flatMap(place ->
                                login(known.getOrDefault(place, MissingNode.getInstance()), place));
        String store = root.path("credsStore").asString("");
        return written.isEmpty() && !store.isEmpty() && known.containsKey(name.host())
                ? CredentialHelper.ask(store, name.host())
                : written;
    }

    private static String parent(String place) {
        return place.substring(0, Math.max(0, place.lastIndexOf('/')));
    }

    /// Some tools write registries as URLs.
    private static Map<String, JsonNode> byPlace(JsonNode auths) {
        var places = new LinkedHashMap<String, JsonNode>();
        auths.properties()
                .forEach(one ->
                        places.put(
                                one.getKey()
                                        .replaceFirst("^https?://", "")
                                        .replaceFirst("(/v[12])?/*$", ""),
                                one.getValue()));
        return places;
    }

    private Optional<Login> login(JsonNode entry, String place) {
        String token = entry.path("identitytoken").asString("");
        if (!token.isEmpty()) {
            return Optional.of(new Login.IdentityToken(token));
        }
        String pair = entry.path("auth").asString("");
        if (pair.isEmpty()) {
            String username = entry.path("username").asString("");
            return username.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Login.Password(username, entry.path("password").asString("")));
        }
        String decoded = decoded(pair, place);
        int colon = decoded.indexOf(':');
        if (colon < 1) {
            throw failed(malformed(place));
        }
        return Optional.of(
                new Login.Password(decoded.substring(0, colon), decoded.substring(colon + 1)));
    }

    private String decoded(String pair, String place) {
        try {
            return new String(Base64.getDecoder().decode(pair), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw failed(malformed(place));
        }
    }

    private String malformed(String place) {
        return "reading the logins in %s: \"auth\" for %s is not USER:PASSWORD in Base64; log in again"
                .formatted(where, place);
    }

    private static RegistryException failed(String message) {
        return new RegistryException(RegistryException.Kind.REFUSED, message);
    }

    @Override
    public String toString() {
        return where;
    }
}
