package io.mooring.nodes.azure.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.mooring.nodes.testkit.Exchanges;
import io.mooring.nodes.testkit.WireCall;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
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
        String body = new String(bytes, StandardCharsets.UTF_8);
        return of(
                number,
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                Exchanges.query(exchange),
                Exchanges.headers(exchange),
                body.startsWith("{") ? JsonMapper.shared().readTree(body) : form(body));
    }

    static ArmCall of(
            int number,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            JsonNode body) {
        String[] parts = path.substring(path.indexOf(PROVIDERS) + 1).split("/");
        return new ArmCall(
                number,
                method,
                path,
                part(parts, 2),
                part(parts, 3),
                part(parts, 4),
                query,
                headers,
                body);
    }

    /// What signs in is no JSON.
    private static JsonNode form(String body) {
        var json = JsonMapper.shared().createObjectNode();
        return body.isEmpty() ? json : json.put("form", body);
    }

    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index] : "";
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
