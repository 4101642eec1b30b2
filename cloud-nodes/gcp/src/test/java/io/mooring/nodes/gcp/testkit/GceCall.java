package io.mooring.nodes.gcp.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.mooring.nodes.testkit.Exchanges;
import io.mooring.nodes.testkit.WireCall;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One call of the API as it came over the wire.
///
/// @param scope where in the project: `zones/europe-west1-b`, `aggregated`, `global`
/// @param type what kind of thing: `instances`, `operations`
/// @param name which one, empty for a list
/// @param action what comes after the name: `start`
public record GceCall(
        int number,
        String method,
        String path,
        String project,
        String scope,
        String type,
        String name,
        String action,
        Map<String, String> query,
        Map<String, String> headers,
        JsonNode body)
        implements WireCall {

    private static final String PROJECTS = "/compute/v1/projects/";

    static GceCall of(int number, HttpExchange exchange, byte[] bytes) {
        String body = new String(bytes, StandardCharsets.UTF_8);
        return of(
                number,
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                Exchanges.query(exchange),
                Exchanges.headers(exchange),
                body.startsWith("{")
                        ? JsonMapper.shared().readTree(body)
                        : JsonMapper.shared().createObjectNode());
    }

    static GceCall of(
            int number,
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            JsonNode body) {
        String[] parts =
                path.startsWith(PROJECTS)
                        ? path.substring(PROJECTS.length()).split("/")
                        : new String[0];
        boolean placed = part(parts, 1).equals("zones") || part(parts, 1).equals("regions");
        int type = placed ? 3 : 2;
        return new GceCall(
                number,
                method,
                path,
                part(parts, 0),
                placed ? part(parts, 1) + "/" + part(parts, 2) : part(parts, 1),
                part(parts, type),
                part(parts, type + 1),
                part(parts, type + 2),
                query,
                headers,
                body);
    }

    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index] : "";
    }

    public boolean is(String wantedMethod, String wantedType) {
        return method.equals(wantedMethod) && type.equals(wantedType);
    }

    public String zone() {
        return scope.substring(scope.lastIndexOf('/') + 1);
    }

    /// `POST instances/web-0/start`, for messages.
    @Override
    public String toString() {
        return method + " " + type + "/" + name + (action.isEmpty() ? "" : "/" + action);
    }
}
