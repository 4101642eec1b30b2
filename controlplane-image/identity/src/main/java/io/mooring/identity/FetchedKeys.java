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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
    private final Duration patience;
    // guarded by this
    private Optional<KeySet> had = Optional.empty();
    private Instant hadAt = Instant.MIN;
    private Instant asked = Instant.MIN;
    private String problem = "nobody asked";

    FetchedKeys(URI source, Clock clock) {
        this(source, clock, PATIENCE);
    }

    /// @param patience how long an answer may take, until its end
    FetchedKeys(URI source, Clock clock, Duration patience) {
        this.source = source;
        this.clock = clock;
        this.patience = patience;
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
        var request = HttpRequest.newBuilder(source).timeout(patience).build();
        var client = HttpClient.newBuilder().connectTimeout(patience).build();
        try {
            var answer =
                    client.sendAsync(
                                    request,
                                    BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES))
                            .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("HTTP " + answer.statusCode());
            }
            return answer.body();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + patience, e);
        } finally {
            client.shutdownNow();
        }
    }
}
