package io.mooring.nodes.aws.testkit;

import com.sun.net.httpserver.HttpExchange;
import io.mooring.nodes.testkit.Exchanges;
import io.mooring.nodes.testkit.WireCall;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One call of an API as it came over the wire.
///
/// @param parameters of the query protocol, empty for a call in JSON
public record ApiCall(int number, String action, Map<String, String> parameters, String body)
        implements WireCall {

    static ApiCall of(int number, HttpExchange exchange, byte[] bytes) {
        String body = new String(bytes, StandardCharsets.UTF_8);
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target != null) {
            return new ApiCall(number, target.substring(target.indexOf('.') + 1), Map.of(), body);
        }
        var parameters = new TreeMap<>(Exchanges.pairs(body));
        return new ApiCall(number, parameters.getOrDefault("Action", ""), parameters, body);
    }

    public boolean is(String wanted) {
        return action.equals(wanted);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /// The tag that the n-th tag specification, counted from 1, gives.
    public Optional<String> tag(int specification, String key) {
        String prefix = "TagSpecification." + specification + ".Tag.";
        return parameters.entrySet().stream()
                .filter(it -> it.getKey().startsWith(prefix) && it.getKey().endsWith(".Key"))
                .filter(it -> it.getValue().equals(key))
                .findFirst()
                .flatMap(it -> parameter(it.getKey().replaceAll("Key$", "Value")));
    }
}
