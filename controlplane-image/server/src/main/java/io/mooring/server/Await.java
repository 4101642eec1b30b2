package io.mooring.server;

import java.time.Duration;
import java.util.function.Supplier;

/// Waits for something that says what is still wrong with it.
final class Await {

    private Await() {}

    /// Returns when `problem` is empty.
    ///
    /// @throws ServerException when that takes longer than `limit`, or as soon as `fatal` is not
    ///   empty
    static void until(
            String what,
            Duration limit,
            Duration poll,
            Supplier<String> problem,
            Supplier<String> fatal) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            String current = problem.get();
            if (current.isEmpty()) {
                return;
            }
            if (!fatal.get().isEmpty()) {
                throw new ServerException("waiting for " + what + ": " + fatal.get());
            }
            if (System.nanoTime() - end > 0) {
                throw new ServerException(
                        "waiting for %s: not within %d s; last seen: %s"
                                .formatted(what, limit.toSeconds(), current));
            }
            try {
                Thread.sleep(poll);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ServerException("interrupted while waiting for " + what, e);
            }
        }
    }
}
