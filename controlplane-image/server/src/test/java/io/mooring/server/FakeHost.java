package io.mooring.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeObject;
import io.mooring.pki.ServerIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An API that keeps single objects as kube-apiserver does: a change needs the version that was
/// read. Fails on demand.
final class FakeHost implements AutoCloseable {

    private final HttpServer server;
    // guarded by this
    private final Map<String, KubeObject> objects = new HashMap<>();
    // guarded by this
    private int version;
    private volatile boolean down;

    FakeHost() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    private FakeHost(HttpServer server) {
        this.server = server;
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /// At an address that others reach, with a certificate for it.
    static FakeHost encrypted(String address, Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        ServerIdentity identity = ServerIdentity.read(certificate, key);
        var keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        var chain = new Certificate[] {identity.certificate()};
        keys.setKeyEntry("host", identity.key(), new char[0], chain);
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        var tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(address, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new FakeHost(server);
    }

    int port() {
        return server.getAddress().getPort();
    }

    KubeClient client() {
        return KubeClient.fromKubeconfig(
                """
                apiVersion: v1
                kind: Config
                current-context: host
                clusters: [{name: host, cluster: {server: "http://127.0.0.1:%d"}}]
                contexts: [{name: host, context: {cluster: host, user: host}}]
                users: [{name: host, user: {token: "t"}}]
                """
                        .formatted(port()),
                Duration.ofSeconds(5));
    }

    /// From now on it answers nothing but errors, or as it should again.
    void setDown(boolean now) {
        down = now;
    }

    synchronized void put(String path, KubeObject object) {
        objects.put(path, versioned(object));
    }

    synchronized Optional<KubeObject> get(String path) {
        return Optional.ofNullable(objects.get(path));
    }

    private KubeObject versioned(KubeObject object) {
        version++;
        return object.with(Integer.toString(version), "metadata", "resourceVersion");
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        if (down) {
            answer(exchange, 503, failure("ServiceUnavailable"));
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "GET" -> read(exchange, path);
            case "POST" -> create(exchange, path, KubeObject.parse(body));
            case "PUT" -> replace(exchange, path, KubeObject.parse(body));
            default -> answer(exchange, 405, failure("MethodNotAllowed"));
        }
    }

    private void read(HttpExchange exchange, String path) throws IOException {
        Optional<KubeObject> found = get(path);
        if (found.isEmpty()) {
            answer(exchange, 404, failure("NotFound"));
        } else {
            answer(exchange, 200, found.get().json());
        }
    }

    private void create(HttpExchange exchange, String path, KubeObject object) throws IOException {
        String place = path + "/" + object.name();
        boolean there;
        synchronized (this) {
            there = objects.containsKey(place);
            if (!there) {
                put(place, object);
            }
        }
        answer(
                exchange,
                there ? 409 : 201,
                there ? failure("AlreadyExists") : get(place).orElseThrow().json());
    }

    private void replace(HttpExchange exchange, String path, KubeObject object) throws IOException {
        boolean current;
        synchronized (this) {
            current =
                    get(path)
                            .map(KubeObject::resourceVersion)
                            .filter(object.resourceVersion()::equals)
                            .isPresent();
            if (current) {
                put(path, object);
            }
        }
        answer(
                exchange,
                current ? 200 : 409,
                current ? get(path).orElseThrow().json() : failure("Conflict"));
    }

    private static String failure(String reason) {
        return "{\"kind\":\"Status\",\"reason\":\"%s\",\"message\":\"%s\"}"
                .formatted(reason, reason);
    }

    private static void answer(HttpExchange exchange, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
