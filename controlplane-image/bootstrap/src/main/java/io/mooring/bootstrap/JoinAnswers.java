package io.mooring.bootstrap;

import io.mooring.kube.KubeFailure;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has requests answered off the event loops, a bounded number at once; what goes wrong becomes an
/// answer too.
final class JoinAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(JoinAnswers.class);
    private static final int MAX_CONCURRENT = 256;

    private final JoinRoutes routes;
    private final Executor executor;
    private final Semaphore permits = new Semaphore(MAX_CONCURRENT);

    JoinAnswers(JoinRoutes routes, Executor executor) {
        this.routes = routes;
        this.executor = executor;
    }

    /// Gives the answer to `then`, on some other thread, or at once when too many wait.
    void answer(JoinRequest request, Consumer<Reply> then) {
        if (!permits.tryAcquire()) {
            then.accept(Reply.problem(503, "too many nodes join at once; try again soon"));
            return;
        }
        executor.execute(() -> {
            Reply reply;
            try {
                reply = route(request);
            } finally {
                permits.release();
            }
            then.accept(reply);
        });
    }

    private Reply route(JoinRequest request) {
        try {
            return routes.answer(request);
        } catch (KubeFailure e) {
            LOG.warn("path={} failed: {}", request.path(), e.getMessage());
            return Reply.problem(503, "the API server does not answer now; try again soon");
        } catch (IOException | RuntimeException e) {
            LOG.warn("path={} failed", request.path(), e);
            return Reply.problem(500, "this failed on the server's side; its log says why");
        }
    }
}
