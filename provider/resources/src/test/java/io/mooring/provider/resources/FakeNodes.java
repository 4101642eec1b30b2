package io.mooring.provider.resources;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mooring.nodes.Machine;
import io.mooring.nodes.MachineState;
import io.mooring.nodes.NodeProvider;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/// As much of an API server as nodes need that join it: each machine that runs is a node that is
/// ready. At every call it notes which nodes there are.
final class FakeNodes implements AutoCloseable {

    private static final String NODES = "/api/v1/nodes";
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Those that are not ready, though their machines run.
    final Set<String> sick = ConcurrentHashMap.newKeySet();

    final FakePods pods = new FakePods();

    /// Those on which no pods are put.
    final Set<String> cordoned = ConcurrentHashMap.newKeySet();

    private final NodeProvider provider;
    private final HttpServer server;

    // guarded by this
    private final List<List<String>> seen = new ArrayList<>();

    FakeNodes(NodeProvider provider) throws IOException {
        this.provider = provider;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    ObjectValue connection() {
        return ObjectValue.builder()
                .put("name", "shop")
                .put("endpoint", "https://10.76.0.2:8443")
                .put("caCertHash", "sha256:" + "0".repeat(64))
                .put("kubeconfig", Value.secret(kubeconfig()))
                .build();
    }

    private String kubeconfig() {
        return """
        apiVersion: v1
        kind: Config
        current-context: a
        clusters: [{name: a, cluster: {server: "http://127.0.0.1:%d"}}]
        contexts: [{name: a, context: {cluster: a, user: a}}]
        users: [{name: a, user: {}}]
        """
                .formatted(server.getAddress().getPort());
    }

    /// The names of the nodes that were there, at each call since the last time that it was asked.
    synchronized List<List<String>> seen() {
        var all = List.copyOf(seen);
        seen.clear();
        return all;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] sent = exchange.getRequestBody().readAllBytes();
        List<String> ready = ready();
        synchronized (this) {
            seen.add(ready);
        }
        switch (exchange.getRequestMethod()) {
            case "GET" -> reply(exchange, get(path, exchange.getRequestURI().getQuery()));
            case "PATCH" -> {
                patch(path, JSON.readValue(sent, Map.class));
                reply(exchange, get(path, ""));
            }
            case "POST" -> post(exchange, path, JSON.readValue(sent, Map.class));
            default -> reply(exchange, Optional.empty());
        }
    }

    private void post(HttpExchange exchange, String path, Map<?, ?> sent) throws IOException {
        if (path.endsWith("/eviction") && !pods.evict(path, sent)) {
            reply(
                    exchange,
                    429,
                    Map.of("kind", "Status", "reason", "TooManyRequests", "code", 429));
        } else {
            reply(exchange, 200, sent);
        }
    }

    private static void reply(HttpExchange exchange, Optional<Object> found) throws IOException {
        reply(
                exchange,
                found.isEmpty() ? 404 : 200,
                found.orElse(Map.of("kind", "Status", "reason", "NotFound", "code", 404)));
    }

    private static void reply(HttpExchange exchange, int code, Object answer) throws IOException {
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void patch(String path, Map<?, ?> patch) {
        if (patch.get("spec") instanceof Map<?, ?> spec && spec.containsKey("unschedulable")) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            var _ =
                    Boolean.TRUE.equals(spec.get("unschedulable"))
                            ? cordoned.add(name)
                            : cordoned.remove(name);
        }
    }

    private Optional<Object> get(String path, String query) {
        if (path.equals(NODES)) {
            return Optional.of(list(machines().stream().map(this::node).toList()));
        }
        if (path.startsWith(NODES)) {
            return machines().stream()
                    .filter(it -> path.endsWith("/" + it.id().name()))
                    .findFirst()
                    .map(this::node);
        }
        return Optional.of(list(pods.list(path, query).orElse(List.of())));
    }

    private List<Machine> machines() {
        return provider.list("shop").stream()
                .filter(it -> it.state() instanceof MachineState.Running)
                .toList();
    }

    private List<String> ready() {
        return machines().stream()
                .map(it -> it.id().name())
                .filter(it -> !sick.contains(it))
                .toList();
    }

    private Object node(Machine machine) {
        String name = machine.id().name();
        return Map.of(
                "apiVersion", "v1",
                "kind", "Node",
                "metadata", Map.of("name", name),
                "spec", Map.of("unschedulable", cordoned.contains(name)),
                "status",
                        Map.of(
                                "nodeInfo",
                                Map.of("kubeletVersion", "v1.35.4"),
                                "conditions",
                                List.of(
                                        Map.of(
                                                "type",
                                                "Ready",
                                                "status",
                                                sick.contains(name) ? "False" : "True",
                                                "lastHeartbeatTime",
                                                Clock.systemUTC().instant().toString()))));
    }

    private static Object list(List<?> items) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "List",
                "metadata",
                Map.of("resourceVersion", "1"),
                "items",
                items);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
