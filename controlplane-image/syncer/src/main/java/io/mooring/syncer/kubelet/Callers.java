package io.mooring.syncer.kubelet;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many callers there may be at once at doors that share it, those who have proved who they are
/// apart from those who have not, so that nobody can keep kube-apiserver out by calling alone.
///
/// A proof takes milliseconds. It has a time in all, and whoever calls when all who may be at it
/// are takes the place of who has been longest. Thread-safe.
public final class Callers {
    private static final Logger LOG = LoggerFactory.getLogger(Callers.class);
    private static final int MOST_PROVEN = 1024;
    private static final int MOST_UNPROVEN = 128;
    private static final Duration PROOF = Duration.ofSeconds(10);

    private final Semaphore proven;
    private final int mostUnproven;
    private final Duration proof;
    // guarded by this; the first is who has been there longest
    private final Set<Caller> unproven = new LinkedHashSet<>();

    public Callers() {
        this(MOST_PROVEN, MOST_UNPROVEN, PROOF);
    }

    Callers(int mostProven, int mostUnproven, Duration proof) {
        this.proven = new Semaphore(mostProven);
        this.mostUnproven = mostUnproven;
        this.proof = proof;
    }

    /// Begins the time in which the caller has to prove who it is.
    Caller begin(Socket dialled) {
        var caller = new Caller(dialled);
        add(caller).ifPresent(Caller::end);
        return caller;
    }

    private synchronized Optional<Caller> add(Caller caller) {
        var longest = unproven.stream().limit(unproven.size() < mostUnproven ? 0 : 1).findFirst();
        longest.ifPresent(unproven::remove);
        unproven.add(caller);
        return longest;
    }

    private synchronized void remove(Caller caller) {
        unproven.remove(caller);
    }

    /// One who has called. Closing it gives its place back, and leaves the connection alone.
    final class Caller implements AutoCloseable {
        private final Socket dialled;
        private final AtomicBoolean isDecided = new AtomicBoolean();
        private final CompletableFuture<Void> time = new CompletableFuture<>();
        private boolean isServed;

        private Caller(Socket dialled) {
            this.dialled = dialled;
            time.orTimeout(proof.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((_, late) -> {
                        if (late != null) {
                            end();
                        }
                    });
        }

        private void end() {
            if (isDecided.compareAndSet(false, true)) {
                try {
                    dialled.close();
                } catch (IOException e) {
                    LOG.debug("closing: {}", e.getMessage());
                }
            }
        }

        /// Makes it one who has proved who it is.
        ///
        /// @return whether there is a place for it
        /// @throws IOException if its time was over
        boolean proven() throws IOException {
            isServed = proven.tryAcquire();
            if (isServed && !isDecided.compareAndSet(false, true)) {
                throw new IOException("it did not prove in time who it is");
            }
            if (isServed) {
                remove(this);
                time.complete(null);
            }
            return isServed;
        }

        @Override
        public void close() {
            isDecided.set(true);
            remove(this);
            time.complete(null);
            if (isServed) {
                proven.release();
            }
        }
    }
}
