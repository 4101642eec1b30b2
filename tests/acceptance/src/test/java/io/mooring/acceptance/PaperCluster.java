package io.mooring.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/// As much of a cluster's API as nodes need whose machines boot nowhere: each machine that runs in
/// their cloud is a node that is ready, with one pod that goes when it is asked to. At every call
/// it notes which machines there are.
final class PaperCluster implements AutoCloseable {

    /// The machines that run.
    interface Cloud {
        Set<String> machines() throws IOException, InterruptedException;
    }

    private static final String NODES = "/api/v1/nodes";
    private static final String EVICTION = "/eviction";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Cloud cloud;
    private final HttpServer server;
    // guarded by this
    private final List<Set<String>> seen = new ArrayList<>();
    // guarded by this
    private final Set<String> evicted = new HashSet<>();

    PaperCluster(Cloud cloud) throws IOException {
        this.cloud = cloud;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String kubeconfig() {
        return """
        apiVersion: v1
        kind: Config
        clusters: [{name: it, cluster: {server: 'http://127.0.0.1:%d'}}]
        users: [{name: it, user: {token: text}}]
        contexts: [{name: it, context: {cluster: it, user: it}}]
        current-context: it
        """
                .formatted(server.getAddress().getPort());
    }

    /// The machines that were there, at each call since the last time that it was asked.
    synchronized List<Set<String>> seen() {
        var all = List.copyOf(seen);
        seen.clear();
        return all;
    }

    /// The nodes whose pods were asked to leave while their machines ran.
    synchronized Set<String> drained() {
        return Set.copyOf(evicted);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        try {
            Set<String> machines = cloud.machines();
            synchronized (this) {
                seen.add(machines);
            }
            reply(exchange, machines, sent);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void reply(HttpExchange exchange, Set<String> machines, byte[] sent)
            throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean post = exchange.getRequestMethod().equals("POST");
        if (post && path.endsWith(EVICTION)) {
            String pod = path.substring(0, path.length() - EVICTION.length());
            evict(pod.substring(pod.lastIndexOf('/') + 1), machines);
        }
        Optional<Object> found =
                switch (exchange.getRequestMethod()) {
                    case "POST" -> Optional.of(JSON.readValue(sent, Map.class));
                    case "GET", "PATCH" ->
                            get(path, "" + exchange.getRequestURI().getQuery(), machines);
                    default -> Optional.empty();
                };
        byte[] body =
                JSON.writeValueAsBytes(
                        found.orElse(
                                Map.of(
                                        "kind", "Status",
                                        "apiVersion", "v1",
                                        "status", "Failure",
                                        "reason", "NotFound",
                                        "code", 404)));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(found.isEmpty() ? 404 : post ? 201 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized void evict(String pod, Set<String> machines) {
        if (machines.contains(pod)) {
            evicted.add(pod);
        }
    }

    private Optional<Object> get(String path, String query, Set<String> machines) {
        if (path.equals(NODES)) {
            return Optional.of(list(machines.stream().map(PaperCluster::node).toList()));
        }
        if (path.startsWith(NODES)) {
            return machines.stream()
                    .filter(it -> path.equals(NODES + "/" + it))
                    .findFirst()
                    .map(PaperCluster::node);
        }
        List<Object> pods =
                machines.stream().filter(it -> hasPod(it, query)).map(PaperCluster::pod).toList();
        return path.equals("/api/v1/pods") ? Optional.of(list(pods)) : Optional.empty();
    }

    private synchronized boolean hasPod(String node, String query) {
        return List.of(query.split("&", -1)).contains("fieldSelector=spec.nodeName=" + node)
                && !evicted.contains(node);
    }

    /// The pod on a node has its name.
    private static Object pod(String node) {
        return Map.of(
                "metadata", Map.of("namespace", "shop", "name", node),
                "spec", Map.of("nodeName", node, "containers", List.of()),
                "status", Map.of("phase", "Running"));
    }

    private static Object node(String name) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Node",
                "metadata",
                Map.of("name", name),
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
                                        "True",
                                        "lastHeartbeatTime",
                                        Clock.systemUTC().instant().toString()))));
    }

    private static Object list(List<?> items) {
        return Map.of("metadata", Map.of("resourceVersion", "1"), "items", items);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
