package io.mooring.identity;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Keys from where Google publishes them, which changes them every few days: asked for when first
/// needed, again when they are hours old, and for a key that is not among them, but never more
/// often than once in [#LEAST]. Keys that were had stay good for a day where new ones cannot be.
final class FetchedKeys implements GoogleKeys {
    private static final Duration LEAST = Duration.ofSeconds(30);
    private static final Duration FRESH = Duration.ofHours(6);
    private static final Duration GOOD = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_BYTES = 256 * 1024;

    private final URI source;
    private final Clock clock;
    // guarded by this
    private Optional<KeySet> had = Optional.empty();
    private Instant hadAt = Instant.MIN;
    private Instant asked = Instant.MIN;
    private String problem = "nobody asked";

    FetchedKeys(URI source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<PublicKey> find(String id) {
        var now = clock.instant();
        if (had.isEmpty() || now.isAfter(hadAt.plus(FRESH)) || had.get().find(id).isEmpty()) {
            refresh(now);
        }
        if (had.isEmpty() || now.isAfter(hadAt.plus(GOOD))) {
            throw new KeysUnavailable(
                    "the keys of Google's identity tokens cannot be had from %s (%s); let the control plane reach that, or give them in privateNodes.nodeIdentity.gcp.keys"
                            .formatted(source, problem),
                    new IOException(problem));
        }
        return had.get().find(id);
    }

    private void refresh(Instant now) {
        if (!asked.equals(Instant.MIN) && now.isBefore(asked.plus(LEAST))) {
            return;
        }
        asked = now;
        try {
            had = Optional.of(KeySet.of(fetch()));
            hadAt = now;
        } catch (IOException | IllegalArgumentException e) {
            problem = Words.of(String.valueOf(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            problem = "interrupted";
        }
    }

    private byte[] fetch() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(source).timeout(PATIENCE).build();
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var answer = client.send(request, BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new IOException("HTTP " + answer.statusCode());
                }
                var bytes = body.readNBytes(MAX_BYTES + 1);
                if (bytes.length > MAX_BYTES) {
                    throw new IOException("more than " + MAX_BYTES + " bytes");
                }
                return bytes;
            }
        }
    }
}
