package io.mooring.provider.resources.host.docker.testkit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/// What answers at the port that a container publishes: as much of an API server as a look asks of
/// it.
final class PublishedApi implements AutoCloseable {

    private final HttpServer server;

    PublishedApi(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    byte[] body =
                            (exchange.getRequestURI().getPath().equals("/version")
                                            ? "{\"gitVersion\": \"v1.34.4\"}"
                                            : "ok")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
    }

    static String kubeconfig(int port) {
        return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: it
          cluster:
            server: http://127.0.0.1:%d
        users: [{name: it, user: {token: text}}]
        contexts: [{name: it, context: {cluster: it, user: it}}]
        current-context: it
        """
                .formatted(port);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
