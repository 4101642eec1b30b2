package io.mooring.provider.resources.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Asks a control plane how it is, over the socket in its data directory.
public final class HealthSocket {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 64 * 1024;

    private HealthSocket() {}

    /// What `/readyz` said.
    public sealed interface Health {

        record Ready() implements Health {}

        /// @param reason the server's own words
        record NotReady(String reason) implements Health {}

        /// @param reason why there was no answer
        record Silent(String reason) implements Health {}
    }

    public static Health readyz(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                ScheduledExecutorService guard = Executors.newSingleThreadScheduledExecutor()) {
            guard.schedule(() -> close(channel), LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
                channel.write(
                        ByteBuffer.wrap(
                                "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII)));
                byte[] answer = Channels.newInputStream(channel).readNBytes(MAX_BYTES);
                return judge(new String(answer, StandardCharsets.UTF_8));
            } finally {
                guard.shutdownNow();
            }
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Health.Silent(reason);
        }
    }

    static Health judge(String answer) {
        int bodyAt = answer.indexOf("\r\n\r\n");
        String status = answer.lines().findFirst().orElse("");
        if (!status.startsWith("HTTP/1.") || bodyAt < 0) {
            return new Health.Silent("an answer that is no HTTP");
        }
        if (status.contains(" 200")) {
            return new Health.Ready();
        }
        String body = answer.substring(bodyAt + 4).strip();
        return new Health.NotReady(body.isEmpty() ? status : body);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
