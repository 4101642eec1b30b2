package io.mooring.bootstrap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import io.mooring.kube.KubeClient;
import io.mooring.kube.KubeFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTPS server a node asks on its way in: the authority, the join script, the files, the
/// agent's token, and a place to report to.
///
/// Listens on 127.0.0.1 only; the port router in front of it decides by server name. Requests run
/// on virtual threads, a bounded number at once. Close it to stop.
public final class JoinEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JoinEndpoint.class);
    private static final int MAX_CONCURRENT = 256;
    private static final int BACKLOG = 512;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final HttpsServer server;
    private final ExecutorService executor;
    private final JoinRoutes routes;
    private final NodeStatuses statuses;
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT);

    private JoinEndpoint(HttpsServer server, JoinRoutes routes, NodeStatuses statuses) {
        this.server = server;
        this.routes = routes;
        this.statuses = statuses;
        this.executor = Executors.newVirtualThreadPerTaskExecutor();
    }

    /// Starts to listen.
    public static JoinEndpoint start(
            KubeClient kube, BootstrapTokens tokens, JoinEndpointConfig config, Clock clock) {
        limitTheJdkServer();
        var statuses = new NodeStatuses();
        var routes = new JoinRoutes(kube, tokens, config, statuses, clock);
        var tls = JoinTls.load(config);
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port());
        try {
            var server = HttpsServer.create(address, BACKLOG);
            server.setHttpsConfigurator(tls);
            var endpoint = new JoinEndpoint(server, routes, statuses);
            server.setExecutor(endpoint.executor);
            server.createContext("/", endpoint::handle);
            server.start();
            return endpoint;
        } catch (IOException e) {
            throw new BootstrapException(
                    "the join endpoint cannot listen on " + address + "; is the port taken?", e);
        }
    }

    /// The JDK's server takes its time limits from system properties alone, read when it is first
    /// used.
    private static void limitTheJdkServer() {
        var limits =
                Map.of(
                        "sun.net.httpserver.maxReqTime", "30",
                        "sun.net.httpserver.maxRspTime", "900",
                        "sun.net.httpserver.idleInterval", "30",
                        "jdk.httpserver.maxConnections", "2048");
        limits.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// The last status of each node that has reported.
    public Map<String, NodeStatus> statuses() {
        return statuses.all();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            if (!permits.tryAcquire()) {
                send(exchange, Reply.problem(503, "too many nodes join at once; try again soon"));
                return;
            }
            try {
                send(exchange, answer(exchange));
            } finally {
                permits.release();
            }
        } catch (IOException e) {
            LOG.debug(
                    "path={} the client went away: {}",
                    exchange.getRequestURI().getPath(),
                    e.getMessage());
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        try {
            return routes.answer(exchange);
        } catch (KubeFailure e) {
            LOG.warn("path={} failed: {}", exchange.getRequestURI().getPath(), e.getMessage());
            return Reply.problem(503, "the API server does not answer now; try again soon");
        } catch (RuntimeException e) {
            LOG.warn("path={} failed", exchange.getRequestURI().getPath(), e);
            return Reply.problem(500, "this failed on the server's side; its log says why");
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        switch (reply) {
            case Reply.Text(var status, var type, var text) -> {
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", type);
                if (status == 401) {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                }
                exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                if (bytes.length > 0) {
                    exchange.getResponseBody().write(bytes);
                }
            }
            case Reply.File(var file) -> {
                exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
                try (var in = Files.newInputStream(file)) {
                    exchange.sendResponseHeaders(200, Files.size(file));
                    var buffer = new byte[BUFFER_BYTES];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        exchange.getResponseBody().write(buffer, 0, n);
                    }
                }
            }
        }
    }
}
