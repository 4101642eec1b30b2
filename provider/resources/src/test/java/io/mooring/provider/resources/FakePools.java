package io.mooring.provider.resources;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// As much of an API server as the pools of a cluster need, and of its control plane: it finds
/// every pool good at once, takes up what is approved, and drains a node at each look.
final class FakePools implements AutoCloseable {

    private static final String POOLS = "/apis/karpenter.sh/v1/nodepools";
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Map<String, Object> QUORUM =
            Map.of(
                    "metadata",
                    Map.of(
                            "namespace",
                            "shop",
                            "name",
                            "quorum-0",
                            "labels",
                            Map.of("app", "quorum")),
                    "spec",
                    Map.of("nodeName", "burst-1", "containers", List.of()),
                    "status",
                    Map.of(
                            "phase",
                            "Running",
                            "conditions",
                            List.of(Map.of("type", "Ready", "status", "True"))));
    private static final Map<String, Object> BUDGET =
            Map.of(
                    "metadata",
                    Map.of("namespace", "shop", "name", "all-of-it"),
                    "spec",
                    Map.of("selector", Map.of("matchLabels", Map.of("app", "quorum"))),
                    "status",
                    Map.of(
                            "disruptionsAllowed",
                            0,
                            "currentHealthy",
                            1,
                            "desiredHealthy",
                            1,
                            "expectedPods",
                            1));

    // guarded by this
    final Map<String, Map<String, Object>> pools = new TreeMap<>();
    // guarded by this
    int claims;
    // guarded by this: whether a budget holds the pod on the last node
    boolean held;
    // guarded by this
    boolean served = true;
    // guarded by this: whether its control plane looks at what has changed
    boolean looks = true;
    // guarded by this: what the plan becomes at the moment it is approved; empty if it stays
    String next = "";
    // guarded by this
    private int generation;
    private final HttpServer server;

    FakePools() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    ObjectValue connection() {
        return ObjectValue.builder()
                .put("name", "shop")
                .put("endpoint", "https://10.76.0.2:8443")
                .put("caCertHash", "sha256:00")
                .put(
                        "kubeconfig",
                        Value.secret(
                                """
                                apiVersion: v1
                                kind: Config
                                current-context: a
                                clusters: [{name: a, cluster: {server: "http://127.0.0.1:%d"}}]
                                contexts: [{name: a, context: {cluster: a, user: a}}]
                                users: [{name: a, user: {}}]
                                """
                                        .formatted(server.getAddress().getPort())))
                .build();
    }

    /// What its control plane would do.
    synchronized void plan(String pool, String text) {
        annotations(pool).put("mooring.io/plan", text);
    }

    /// What its control plane does with a pool of its configuration.
    synchronized void declare(String pool) {
        part(part(Objects.requireNonNull(pools.get(pool)), "metadata"), "labels")
                .put("mooring.io/declared", "true");
    }

    synchronized Map<String, Object> annotations(String pool) {
        return part(part(Objects.requireNonNull(pools.get(pool)), "metadata"), "annotations");
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        @Nullable Map<String, Object> found =
                switch (exchange.getRequestMethod()) {
                    case "GET" -> get(path);
                    case "PATCH" -> patch(name(path), sent);
                    case "DELETE" -> pools.remove(name(path));
                    default -> null;
                };
        byte[] body =
                JSON.writeValueAsBytes(
                        found == null
                                ? Map.of("kind", "Status", "reason", "NotFound", "code", 404)
                                : found);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(found == null ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private @Nullable Map<String, Object> get(String path) {
        if (path.equals(POOLS)) {
            return served ? list(List.copyOf(pools.values())) : null;
        }
        if (path.endsWith("/pods")) {
            return list(held ? List.of(QUORUM) : List.of());
        }
        if (path.endsWith("/poddisruptionbudgets")) {
            return list(List.of(BUDGET));
        }
        return path.endsWith("/nodeclaims") ? draining() : pools.get(name(path));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Map<String, Object> draining() {
        List<Map<String, Object>> left =
                claims == 0
                        ? List.of()
                        : List.of(Map.of("metadata", Map.of("name", "burst-" + claims)));
        if (claims > 1 || !held) {
            claims = Math.max(0, claims - 1);
        }
        return list(left);
    }

    private static Map<String, Object> list(List<Map<String, Object>> items) {
        return Map.of("metadata", Map.of("resourceVersion", "1"), "items", items);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> patch(String name, String sent) {
        Map<String, Object> patch = JSON.readValue(sent, LinkedHashMap.class);
        Map<String, Object> pool = pools.computeIfAbsent(name, _ -> new LinkedHashMap<>());
        if (patch.containsKey("spec")) {
            Map<String, Object> told = Map.copyOf(part(part(pool, "metadata"), "annotations"));
            Map<String, Object> before = Map.copyOf(part(pool, "status"));
            pool.clear();
            pool.putAll(patch);
            told.forEach((key, value) ->
                    part(part(pool, "metadata"), "annotations").putIfAbsent(key, value));
            part(pool, "metadata").put("generation", ++generation);
            pool.put("status", looks ? status() : before);
        }
        Map<String, Object> annotations = part(part(pool, "metadata"), "annotations");
        part(part(patch, "metadata"), "annotations")
                .forEach((key, value) -> {
                    if (value == null) {
                        annotations.remove(key);
                    } else if (key.equals("mooring.io/approved")) {
                        annotations.put(
                                next.isEmpty() ? "mooring.io/carried-out" : "mooring.io/plan",
                                next.isEmpty() ? value : next);
                        if (next.isEmpty()) {
                            annotations.remove("mooring.io/plan");
                        }
                    } else {
                        annotations.put(key, value);
                    }
                });
        return pool;
    }

    private Map<String, Object> status() {
        return Map.of(
                "observedGeneration",
                generation,
                "nodes",
                1,
                "conditions",
                List.of(Map.of("type", "Ready", "status", "True")));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> part(Map<String, Object> tree, String name) {
        return (Map<String, Object>) tree.computeIfAbsent(name, _ -> new LinkedHashMap<>());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
