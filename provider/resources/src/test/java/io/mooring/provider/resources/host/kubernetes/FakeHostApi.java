package io.mooring.provider.resources.host.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mooring.kube.KubeClients;
import io.mooring.kube.KubeObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The API of a host cluster: objects of a namespace by their path, which are read, listed by
/// label, made, patched, applied and deleted. A StatefulSet that wants no pods loses those it has
/// at once, a claim that is being deleted goes with the pod of its number, and a Service that is to
/// be reached on the nodes is given a port there.
final class FakeHostApi implements AutoCloseable {

    static final int NODE_PORT = 31000;

    private static final String GATEWAY = "/apis/gateway.networking.k8s.io";
    private static final String SPACE = "/namespaces/tenants/";

    private final HttpServer server;
    // guarded by this
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    // guarded by this
    private final List<String> changes = new ArrayList<>();
    // guarded by this
    private List<String> routeVersions = List.of();

    FakeHostApi() {
        server = listening();
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private static HttpServer listening() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("listening on a port of this machine", e);
        }
    }

    HostCluster place() {
        String kubeconfig =
                """
                apiVersion: v1
                kind: Config
                clusters: [{name: it, cluster: {server: 'http://127.0.0.1:%d'}}]
                users: [{name: it, user: {token: text}}]
                contexts: [{name: it, context: {cluster: it, user: it}}]
                current-context: it
                """
                        .formatted(server.getAddress().getPort());
        return new HostCluster(new KubeClients(Duration.ofSeconds(5)), kubeconfig, "tenants");
    }

    /// Puts an object there, of the plural that the path begins with: `pods/NAME`.
    synchronized FakeHostApi with(String path, String json) {
        var object = (ObjectNode) JsonMapper.shared().readTree(json);
        object.withObject("metadata").put("name", path.substring(path.indexOf('/') + 1));
        object.withObject("metadata").put("namespace", "tenants");
        object.withObject("metadata").put("uid", "uid-of-" + path);
        objects.put(path, object);
        return this;
    }

    /// Has it serve the Gateway API's group in these versions alone, and routes in the first of
    /// them.
    synchronized FakeHostApi withRoutesIn(String... versions) {
        routeVersions = List.of(versions);
        return this;
    }

    synchronized KubeObject object(String path) {
        return KubeObject.parse(objects.get(path).toString());
    }

    synchronized List<String> paths() {
        return List.copyOf(objects.keySet());
    }

    /// Method and path of each request that changed something.
    synchronized List<String> changes() {
        return List.copyOf(changes);
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals(GATEWAY)) {
            answer(exchange, routeVersions.isEmpty() ? null : group());
            return;
        }
        if (path.startsWith(GATEWAY)
                && (routeVersions.isEmpty()
                        || !path.startsWith(GATEWAY + "/" + routeVersions.getFirst() + "/"))) {
            answer(exchange, null);
            return;
        }
        // what has no namespace is there as if it were of this one
        String place = path.replaceFirst(".*" + SPACE + "|/apis?/(.*/)?v1/", "");
        JsonNode body = JsonMapper.shared().readTree(exchange.getRequestBody());
        if (!exchange.getRequestMethod().equals("GET")) {
            changes.add(exchange.getRequestMethod() + " " + place);
        }
        switch (exchange.getRequestMethod()) {
            case "PATCH" -> {
                String type = exchange.getRequestHeaders().getFirst("Content-Type");
                if (!objects.containsKey(place) && type.contains("apply-patch")) {
                    with(place, "{}");
                }
                merge(objects.get(place), (ObjectNode) body);
                settle(objects.get(place));
            }
            case "POST" -> {
                String made = place + "/" + body.at("/metadata/name").asString();
                with(made, body.toString());
                answer(exchange, objects.get(made));
                return;
            }
            case "DELETE" -> {
                answer(exchange, objects.remove(place));
                release("persistentvolumeclaims/data-" + place.replaceFirst("pods/", ""));
                return;
            }
            default -> {}
        }
        answer(exchange, place.contains("/") ? objects.get(place) : list(place, exchange));
    }

    private ObjectNode group() {
        var group = JsonMapper.shared().createObjectNode();
        var versions = group.putArray("versions");
        routeVersions.forEach(version ->
                versions.addObject()
                        .put("groupVersion", GATEWAY.substring("/apis/".length()) + "/" + version));
        return group;
    }

    private void settle(ObjectNode changed) {
        String name = changed.at("/metadata/name").asString();
        if (changed.at("/spec/replicas").asInt(1) == 0) {
            objects.keySet().removeIf(path -> path.matches("pods/" + name + "-\\d+"));
        }
        if (changed.at("/spec/type").asString("").equals("NodePort")) {
            changed.at("/spec/ports")
                    .forEach(port -> ((ObjectNode) port).put("nodePort", NODE_PORT));
        }
    }

    private void release(String claim) {
        if (objects.containsKey(claim)
                && !objects.get(claim).at("/metadata/deletionTimestamp").isMissingNode()) {
            objects.remove(claim);
        }
    }

    private ObjectNode list(String plural, HttpExchange exchange) {
        var found = JsonMapper.shared().createObjectNode();
        found.put("kind", "List").putObject("metadata").put("resourceVersion", "1");
        var items = found.putArray("items");
        Map<String, String> labels = labels(exchange);
        objects.forEach((path, object) -> {
            if (path.startsWith(plural + "/") && hasAll(object, labels)) {
                items.add(object);
            }
        });
        return found;
    }

    private static boolean hasAll(ObjectNode object, Map<String, String> labels) {
        JsonNode own = object.at("/metadata/labels");
        return labels.entrySet().stream()
                .allMatch(label -> own.path(label.getKey()).asString("").equals(label.getValue()));
    }

    private static Map<String, String> labels(HttpExchange exchange) {
        var labels = new LinkedHashMap<String, String>();
        String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
        Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith("labelSelector="))
                .flatMap(
                        part -> Arrays.stream(part.substring("labelSelector=".length()).split(",")))
                .map(label -> label.split("="))
                .forEach(pair -> labels.put(pair[0], pair[1]));
        return labels;
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties()
                .forEach(field -> {
                    if (field.getValue().isNull()) {
                        target.remove(field.getKey());
                    } else if (field.getValue() instanceof ObjectNode inner) {
                        merge(target.withObject("/" + field.getKey().replace("/", "~1")), inner);
                    } else {
                        target.set(field.getKey(), field.getValue());
                    }
                });
    }

    private static void answer(HttpExchange exchange, @Nullable JsonNode found) throws IOException {
        byte[] bytes =
                (found == null ? "{\"kind\":\"Status\",\"code\":404}" : found.toString())
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(found == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
