package io.mooring.nodes.baremetal.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.mooring.nodes.testkit.Exchanges;
import io.mooring.nodes.testkit.WireCall;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One call by Redfish as it came over the wire.
public record RedfishCall(
        int number, String method, String path, Map<String, String> headers, JsonNode body)
        implements WireCall {

    static RedfishCall of(int number, HttpExchange exchange, byte[] bytes) {
        String body = new String(bytes, StandardCharsets.UTF_8);
        return new RedfishCall(
                number,
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                Exchanges.headers(exchange),
                body.isEmpty()
                        ? JsonMapper.shared().createObjectNode()
                        : JsonMapper.shared().readTree(body));
    }

    /// `POST /redfish/v1/Systems/1/Actions/ComputerSystem.Reset`, for messages.
    @Override
    public String toString() {
        return method + " " + path;
    }
}
