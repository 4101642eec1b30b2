package io.mooring.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthServerTest {

    @TempDir private Path directory = Path.of("");

    @Test
    void readinessListsEveryCheckWithItsReason() throws IOException {
        var readiness = new Readiness();
        readiness.add("kine", () -> "");
        readiness.add("kube-apiserver", () -> "refused");

        assertThat(get(readiness, "/readyz"))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .endsWith("\r\n\r\n[+]kine ok\n[-]kube-apiserver failed: refused\nnot ready\n");
    }

    @Test
    void allWellIsReady() throws IOException {
        var readiness = new Readiness();
        readiness.add("kine", () -> "");

        assertThat(get(readiness, "/readyz"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n[+]kine ok\nok\n");
    }

    @Test
    void withoutAnyCheckNothingIsReady() throws IOException {
        assertThat(get(new Readiness(), "/readyz")).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void livenessAndMetricsAreServedAndOtherPathsAreNot() throws IOException {
        assertThat(get(new Readiness(), "/healthz")).endsWith("\r\n\r\nok\n");
        assertThat(get(new Readiness(), "/metrics")).endsWith("\r\n\r\nup 1\n");
        assertThat(get(new Readiness(), "/secrets")).startsWith("HTTP/1.1 404 Not Found\r\n");
    }

    private String get(Readiness readiness, String path) throws IOException {
        Path socket = directory.resolve("health.sock");
        try (var _ = HealthServer.onSocket(readiness, () -> "up 1\n", socket);
                var client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            client.connect(UnixDomainSocketAddress.of(socket));
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(
                    Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
