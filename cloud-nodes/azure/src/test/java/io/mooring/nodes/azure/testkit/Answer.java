package io.mooring.nodes.azure.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What goes back to the client.
record Answer(int status, Map<String, String> headers, String body) {

    static Answer of(int status, JsonNode body) {
        return new Answer(status, Map.of(), body.toString());
    }

    static Answer empty(int status) {
        return new Answer(status, Map.of(), "");
    }

    static Answer text(String body) {
        return new Answer(200, Map.of("Content-Type", "text/plain"), body);
    }

    /// As the Resource Manager words it.
    static Answer error(int status, String code, String message) {
        var body = JsonMapper.shared().createObjectNode();
        body.putObject("error").put("code", code).put("message", message);
        return of(status, body);
    }

    Answer with(Map<String, String> more) {
        return new Answer(status, more, body);
    }

    void send(HttpExchange exchange) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.getResponseHeaders().set("x-ms-request-id", "test");
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
