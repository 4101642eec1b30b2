package io.mooring.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/healthz`, `/readyz` and `/metrics` over HTTP/1.1, on a port and on a Unix socket alike.
/// Answers one request a connection.
final class HealthServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
    private static final int MAX_CONNECTIONS = 64;
    private static final int REQUEST_BYTES = 2048;

    private final Readiness readiness;
    private final Supplier<String> metrics;
    private final ServerSocketChannel channel;
    private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);

    private HealthServer(
            Readiness readiness, Supplier<String> metrics, ServerSocketChannel channel) {
        this.readiness = readiness;
        this.metrics = metrics;
        this.channel = channel;
    }

    static HealthServer onPort(
            Readiness readiness, Supplier<String> metrics, InetSocketAddress address) {
        try {
            return serve(readiness, metrics, ServerSocketChannel.open().bind(address));
        } catch (IOException e) {
            throw new ServerException(
                    "listening for health checks on %s: %s; is another server running?"
                            .formatted(address, e.getMessage()),
                    e);
        }
    }

    static HealthServer onSocket(Readiness readiness, Supplier<String> metrics, Path socket) {
        try {
            Files.deleteIfExists(socket);
            var opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            opened.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            return serve(readiness, metrics, opened);
        } catch (IOException e) {
            throw new ServerException(
                    "listening for health checks on " + socket + ": " + e.getMessage(), e);
        }
    }

    private static HealthServer serve(
            Readiness readiness, Supplier<String> metrics, ServerSocketChannel channel) {
        var server = new HealthServer(readiness, metrics, channel);
        Thread.ofPlatform().daemon().name("health").start(server::accept);
        return server;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing the health server", e);
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                if (connections.tryAcquire()) {
                    Thread.ofVirtual().start(() -> answer(client));
                } else {
                    client.close();
                }
            } catch (IOException e) {
                if (channel.isOpen()) {
                    LOG.warn("accepting a health check: {}", e.getMessage());
                }
            }
        }
    }

    private void answer(SocketChannel client) {
        try (client) {
            List<String> request = List.of(requestLine(client).split(" ", 3));
            String path = request.size() > 1 ? request.get(1) : "";
            client.write(ByteBuffer.wrap(response(path).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            LOG.debug("a health check went away: {}", e.getMessage());
        } finally {
            connections.release();
        }
    }

    private static String requestLine(SocketChannel client) throws IOException {
        var buffer = ByteBuffer.allocate(REQUEST_BYTES);
        while (buffer.hasRemaining() && client.read(buffer) > 0) {
            String text =
                    new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
            if (text.contains("\r\n\r\n") || text.contains("\n\n")) {
                return text.lines().findFirst().orElse("");
            }
        }
        return "";
    }

    private String response(String path) {
        return switch (path) {
            case "/healthz", "/livez" -> response(200, "ok\n");
            case "/readyz", "/ready" -> {
                Readiness.Report report = readiness.report();
                yield response(report.ready() ? 200 : 503, report.text());
            }
            case "/metrics" -> response(200, metrics.get());
            default -> response(404, "there is /healthz, /readyz and /metrics\n");
        };
    }

    private static String response(int status, String body) {
        String reason = status == 200 ? "OK" : status == 503 ? "Service Unavailable" : "Not Found";
        return "HTTP/1.1 %d %s\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(status, reason, body.getBytes(StandardCharsets.UTF_8).length, body);
    }
}
