package io.mooring.registry;

import io.mooring.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers a registry that asks who is there: with a login itself, or with a token that another
/// server issues for it.
final class Authorizer {

    private static final Duration ANSWER = Duration.ofMinutes(1);
    private static final int OK = 200;
    private static final int LONGEST_BYTES = 1 << 20;
    private static final String CLIENT = "mooring";

    private final HttpClient client;
    private final RepositoryName name;
    private final Logins logins;

    Authorizer(HttpClient client, RepositoryName name, Logins logins) {
        this.client = client;
        this.name = name;
        this.logins = logins;
    }

    /// @return what to send as `Authorization`; empty if there is nothing that could help
    String answer(Challenge challenge) throws IOException, InterruptedException {
        Login login = logins.find(name);
        if (challenge.isBearer()) {
            return "Bearer " + token(challenge, login);
        }
        return challenge.isBasic() && login instanceof Login.Password password
                ? password.basic()
                : "";
    }

    private String token(Challenge challenge, Login login)
            throws IOException, InterruptedException {
        URI realm = realm(challenge);
        var fields = new LinkedHashMap<String, String>();
        fields.put("service", challenge.parameter("service"));
        fields.put("scope", challenge.parameter("scope"));
        HttpRequest request =
                switch (login) {
                    case Login.Password password ->
                            asking(realm, fields).header("Authorization", password.basic()).build();
                    case Login.Anonymous _ -> asking(realm, fields).build();
                    case Login.IdentityToken(var token) -> refreshing(realm, fields, token);
                };
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != OK) {
                throw new RegistryException(
                        Kind.REFUSED,
                        "asking %s for a token for %s: HTTP status %d; check the login at %s"
                                .formatted(
                                        realm.getHost(), name, response.statusCode(), name.host()));
            }
            return token(body.readNBytes(LONGEST_BYTES), realm);
        }
    }

    private String token(byte[] answer, URI realm) {
        try {
            JsonNode document = JsonMapper.shared().readTree(answer);
            String token = document.path("token").asString("");
            String named = token.isEmpty() ? document.path("access_token").asString("") : token;
            if (!named.isEmpty()) {
                return named;
            }
        } catch (JacksonException _) {
            // said below; the answer itself may hold a secret
        }
        throw new RegistryException(
                Kind.OTHER,
                "asking %s for a token for %s: there is none in its answer"
                        .formatted(realm.getHost(), name));
    }

    private static HttpRequest.Builder asking(URI realm, Map<String, String> fields) {
        String mark = realm.getRawQuery() == null ? "?" : "&";
        return HttpRequest.newBuilder(URI.create(realm + mark + encoded(fields))).timeout(ANSWER);
    }

    private static HttpRequest refreshing(URI realm, Map<String, String> fields, String token) {
        var form = new LinkedHashMap<>(fields);
        form.put("grant_type", "refresh_token");
        form.put("client_id", CLIENT);
        form.put("refresh_token", token);
        return HttpRequest.newBuilder(realm)
                .timeout(ANSWER)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build();
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field ->
                        field.getKey()
                                + "="
                                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /// A password goes nowhere in the clear that the registry itself would not get it.
    private URI realm(Challenge challenge) {
        String text = challenge.parameter("realm");
        if (!text.matches("https?://[^/@?#]+(/[^#]*)?") || !isSafe(text)) {
            throw new RegistryException(
                    Kind.REFUSED,
                    "the registry of %s wants tokens of \"%s\", which is no https URL"
                            .formatted(name, text));
        }
        return URI.create(text);
    }

    private boolean isSafe(String realm) {
        return name.plainHttp() || !realm.startsWith("http:");
    }
}
