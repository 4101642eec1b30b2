package io.mooring.provider.resources;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mooring.provider.core.ObjectValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The leases of a cluster: made once of a name, listed by label, replaced by whoever has seen the
/// last change, patched and deleted.
final class FakeLeases implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PLACE =
            "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases";

    private final HttpServer server;
    // guarded by this
    private final Map<String, ObjectNode> leases = new TreeMap<>();
    // guarded by this
    private int version;
    private volatile boolean forbidden;
    private final AtomicInteger deletesToRefuse = new AtomicInteger();

    FakeLeases() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// The inputs of a node of this cluster.
    ObjectValue node(String settings) {
        return Given.value(
                """
                %s
                cluster:
                  name: shop
                  endpoint: https://127.0.0.1:1
                  caCertHash: 'sha256:00'
                  kubeconfig: |
                    {apiVersion: v1, kind: Config, current-context: c,
                     contexts: [{name: c, context: {cluster: c, user: u}}],
                     clusters: [{name: c, cluster: {server: 'http://127.0.0.1:%d'}}],
                     users: [{name: u, user: {token: text}}]}
                """
                        .formatted(settings, server.getAddress().getPort()));
    }

    synchronized int count() {
        return leases.size();
    }

    /// Every holder was heard of last so long ago.
    synchronized void lastRenewed(String time) {
        leases.values().forEach(it -> it.withObject("spec").put("renewTime", time));
    }

    void forbid() {
        forbidden = true;
    }

    /// As many of the next deletions come to a server that is not ready.
    void refuseDeletes(int number) {
        deletesToRefuse.set(number);
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var name = path.equals(PLACE) ? "" : path.substring(PLACE.length() + 1);
        var body = JSON.readTree(exchange.getRequestBody());
        if (forbidden) {
            answer(exchange, 403, status("Forbidden"));
            return;
        }
        synchronized (this) {
            switch (exchange.getRequestMethod()) {
                case "GET" -> answer(exchange, 200, list(exchange.getRequestURI().getRawQuery()));
                case "POST" -> {
                    var made = (ObjectNode) body;
                    put(made.path("metadata").path("name").asString(), made);
                    answer(exchange, 201, made);
                }
                case "PUT" -> replace(exchange, name, (ObjectNode) body);
                case "PATCH" -> {
                    var lease = leases.get(name);
                    if (lease == null) {
                        answer(exchange, 404, status("NotFound"));
                    } else {
                        lease.withObject("spec").setAll((ObjectNode) body.path("spec"));
                        put(name, lease);
                        answer(exchange, 200, lease);
                    }
                }
                default -> {
                    if (deletesToRefuse.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        answer(exchange, 503, status("ServiceUnavailable"));
                        return;
                    }
                    leases.remove(name);
                    answer(exchange, 200, status("Success"));
                }
            }
        }
    }

    private void replace(HttpExchange exchange, String name, ObjectNode body) throws IOException {
        var lease = leases.get(name);
        if (lease == null || !version(lease).equals(version(body))) {
            answer(exchange, 409, status("Conflict"));
        } else {
            put(name, body);
            answer(exchange, 200, body);
        }
    }

    private static String version(ObjectNode lease) {
        return lease.path("metadata").path("resourceVersion").asString("");
    }

    private void put(String name, ObjectNode lease) {
        version++;
        lease.withObject("metadata").put("resourceVersion", Integer.toString(version));
        leases.put(name, lease);
    }

    private ObjectNode list(String query) {
        var selector = URLDecoder.decode(query, StandardCharsets.UTF_8);
        var list = JSON.createObjectNode();
        var items = list.putArray("items");
        leases.values().stream()
                .filter(lease ->
                        lease.path("metadata").path("labels").properties().stream()
                                .anyMatch(label ->
                                        selector.contains(
                                                label.getKey()
                                                        + "="
                                                        + label.getValue().asString())))
                .forEach(items::add);
        return list;
    }

    private static ObjectNode status(String reason) {
        return JSON.createObjectNode()
                .put("kind", "Status")
                .put("reason", reason)
                .put("message", reason);
    }

    private static void answer(HttpExchange exchange, int code, ObjectNode body)
            throws IOException {
        var bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
