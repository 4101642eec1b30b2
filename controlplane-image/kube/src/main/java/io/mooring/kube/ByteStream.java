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
/// The HTTP client calls back on a thread that serves the whole connection: nothing may block
/// there, so pieces change hands here. The next one is asked for when the last has been taken,
/// which bounds the queue to one.
final class ByteStream implements AutoCloseable {
    private sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Broken() implements Piece {}
    }

    /// Where the HTTP client puts what it receives.
    static final class Received implements AsyncBody.Consumer<List<ByteBuffer>> {
        private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();

        @Override
        public void consume(List<ByteBuffer> buffers, AsyncBody body) {
            pieces.add(new Piece.Bytes(buffers));
        }
    }

    private final int code;
    private final AsyncBody body;
    private final Received received;

    ByteStream(int code, AsyncBody body, Received received) {
        this.code = code;
        this.body = body;
        this.received = received;
        var _ =
                body.done()
                        .whenComplete((_, failure) ->
                                received.pieces.add(
                                        failure == null ? new Piece.End() : new Piece.Broken()));
        body.consume();
    }

    int code() {
        return code;
    }

    /// The next piece, or empty at the end.
    ///
    /// @throws KubeFailure.Timeout if none comes within the limit
    /// @throws KubeFailure.Unavailable if the connection broke
    Optional<List<ByteBuffer>> next(Duration limit, String action) {
        return switch (take(limit, action)) {
            case Piece.Bytes(var buffers) -> {
                body.consume();
                yield Optional.of(buffers);
            }
            case Piece.End() -> Optional.empty();
            case Piece.Broken() ->
                    throw new KubeFailure.Unavailable(
                            0, action + ": the connection broke", "", null);
        };
    }

    private Piece take(Duration limit, String action) {
        try {
            var piece = received.pieces.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (piece == null) {
                throw new KubeFailure.Timeout(
                        0, action + ": nothing came for " + limit.toSeconds() + " s", "", null);
            }
            return piece;
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
