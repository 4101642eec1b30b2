package io.mooring.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Supplier;

/// `/healthz`, `/readyz` and `/metrics` of a control plane, on a port and on a Unix socket alike.
final class HealthServer {

    private HealthServer() {}

    static PageServer onPort(
            Readiness readiness, Supplier<String> metrics, InetSocketAddress address) {
        try {
            return PageServer.onPort("health", path -> page(readiness, metrics, path), address);
        } catch (IOException e) {
            throw new ServerException(
                    "listening for health checks on %s: %s; is another server running?"
                            .formatted(address, e.getMessage()),
                    e);
        }
    }

    static PageServer onSocket(Readiness readiness, Supplier<String> metrics, Path socket) {
        try {
            return PageServer.onSocket("health", path -> page(readiness, metrics, path), socket);
        } catch (IOException e) {
            throw new ServerException(
                    "listening for health checks on " + socket + ": " + e.getMessage(), e);
        }
    }

    private static Page page(Readiness readiness, Supplier<String> metrics, String path) {
        return switch (path) {
            case "/healthz", "/livez" -> Page.ok("ok\n");
            case "/readyz", "/ready" -> {
                Readiness.Report report = readiness.report();
                yield new Page(report.ready() ? 200 : 503, report.text());
            }
            case "/metrics" -> Page.ok(metrics.get());
            default -> new Page(404, "there is /healthz, /readyz and /metrics\n");
        };
    }
}
