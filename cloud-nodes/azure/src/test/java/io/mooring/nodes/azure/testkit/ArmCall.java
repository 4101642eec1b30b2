package io.mooring.nodes.azure.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.mooring.nodes.testkit.WireCall;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One call of the API as it came over the wire.
///
/// @param type the last type in its path: `virtualMachines`, `networkInterfaces`, `operations`
/// @param name the name after it, empty for a list
/// @param action what comes after the name: `start`
public record ArmCall(
        int number,
        String method,
        String path,
        String type,
        String name,
        String action,
        Map<String, String> query,
        Map<String, String> headers,
        JsonNode body)
        implements WireCall {

    private static final String PROVIDERS = "/providers/";

    static ArmCall of(int number, HttpExchange exchange, byte[] bytes) {
        URI uri = exchange.getRequestURI();
        String path = uri.getPath();
        String[] parts = path.substring(path.indexOf(PROVIDERS) + 1).split("/");
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        String body = new String(bytes, StandardCharsets.UTF_8);
        return new ArmCall(
                number,
                exchange.getRequestMethod(),
                path,
                part(parts, 2),
                part(parts, 3),
                part(parts, 4),
                query(uri),
                headers,
                body.startsWith("{")
                        ? JsonMapper.shared().readTree(body)
                        : JsonMapper.shared().createObjectNode().put("form", body));
    }

    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index] : "";
    }

    private static Map<String, String> query(URI uri) {
        var query = new HashMap<String, String>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    public boolean is(String wantedMethod, String wantedType) {
        return method.equals(wantedMethod) && type.equals(wantedType);
    }

    /// What it asks for, without regard to case, as Azure compares.
    String key() {
        return path.toLowerCase(Locale.ROOT);
    }

    /// `PUT virtualMachines/web-0`, for messages.
    @Override
    public String toString() {
        return method + " " + type + "/" + name + (action.isEmpty() ? "" : "/" + action);
    }
}
