package io.mooring.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The body of an answer, read in pieces by one thread.
///
/// The HTTP client calls back on a thread that serves the whole connection: nothing may block there, so pieces change
/// hands here. The next one is asked for when the last has been taken, which bounds the queue to one.
record ByteStream(int code, AsyncBody body, Received received) implements AutoCloseable {
    ByteStream {
        body.done().whenComplete((_, failure) -> received.end(failure == null ? END : FAILED));
        body.consume();
    }

    private static final List<ByteBuffer> END = List.of(ByteBuffer.allocate(0));
    private static final List<ByteBuffer> FAILED = List.of(ByteBuffer.allocate(0));

    static final class Received implements AsyncBody.Consumer<List<ByteBuffer>> {
        private final BlockingQueue<List<ByteBuffer>> pieces = new LinkedBlockingQueue<>();

        @Override
        public void consume(List<ByteBuffer> piece, AsyncBody body) {
            pieces.add(piece);
        }

        private void end(List<ByteBuffer> mark) {
            pieces.add(mark);
        }
    }

    /// The next piece, or empty at the end.
    ///
    /// @throws KubeFailure.Timeout if none comes within the limit
    /// @throws KubeFailure.Unavailable if the connection broke
    Optional<List<ByteBuffer>> next(Duration limit, String action) {
        try {
            var piece = received.pieces.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (piece == null) {
                throw new KubeFailure.Timeout(
                        action + ": nothing came for " + limit.toSeconds() + " s", "", null);
            }
            if (piece == FAILED) {
                throw new KubeFailure.Unavailable(action + ": the connection broke", "", null);
            }
            if (piece == END) {
                return Optional.empty();
            }
            body.consume();
            return Optional.of(piece);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubeFailure.Cancelled(action + " was interrupted", e);
        }
    }

    @Override
    public void close() {
        body.cancel();
    }
}
