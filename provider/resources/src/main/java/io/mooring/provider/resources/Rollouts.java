package io.mooring.provider.resources;

import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.resources.host.Progress;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Whose turn it is to be replaced, of the nodes of a pool that all want the same. A front end
/// updates them at once, and this lets as many go on as their [Rollout] says. One that fails ends
/// it for those who wait: what it wants may not work for them either. Thread-safe.
final class Rollouts {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /// So long nodes are waited for that are not ready while none of the pool is being replaced: one
    /// of them may be in the queue of a front end that has no thread for it until we give up.
    private static final Duration STALLED = Duration.ofMinutes(3);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private final Map<Wave, State> waves = new HashMap<>();

    /// @param wanted what its nodes are to be, but for their names
    record Wave(String cluster, String pool, ObjectValue wanted) {
        @Override
        public String toString() {
            return "pool " + pool + " of cluster " + cluster;
        }
    }

    /// How a node may be replaced.
    enum Way {
        /// The new one is made first.
        AHEAD,
        /// The old one is removed first.
        BEHIND
    }

    /// Guarded by the lock of its [Rollouts].
    private static final class State {
        private final Set<String> ahead = new HashSet<>();
        private final Set<String> behind = new HashSet<>();
        private final Set<String> failed = new HashSet<>();
    }

    /// A turn of a node. It has failed unless it is said to be done.
    final class Turn implements AutoCloseable {
        private final Wave wave;
        private final String node;
        private final Way way;
        private boolean done;

        private Turn(Wave wave, String node, Way way) {
            this.wave = wave;
            this.node = node;
            this.way = way;
        }

        Way way() {
            return way;
        }

        void done() {
            done = true;
        }

        @Override
        public void close() {
            leave(wave, node, done);
        }
    }

    /// Waits until that node may be replaced.
    ///
    /// @param serves whether it does now: one that does not is missed by nobody
    /// @param unready those of the pool's other nodes that are not ready now
    Turn enter(
            Wave wave,
            String node,
            Rollout rollout,
            boolean serves,
            Supplier<Set<String>> unready,
            Progress progress) {
        Optional<Duration> idleFrom = Optional.empty();
        Set<String> missed = Set.of();
        while (true) {
            Optional<Way> way = attempt(wave, node, rollout, serves, Optional.empty());
            if (way.isEmpty() && rollout.maxUnavailable() > 0) {
                missed = unready.get();
                way = attempt(wave, node, rollout, serves, Optional.of(missed));
            }
            if (way.isPresent()) {
                return new Turn(wave, node, way.get());
            }
            Duration left = progress.remaining();
            idleFrom = isIdle(wave) ? Optional.of(idleFrom.orElse(left)) : Optional.empty();
            boolean stalled =
                    idleFrom.filter(it -> it.minus(left).compareTo(STALLED) > 0).isPresent();
            String waits =
                    "node %s waits to be replaced: maxSurge is %d, maxUnavailable %d"
                            .formatted(node, rollout.maxSurge(), rollout.maxUnavailable());
            progress.say(waits);
            if (stalled || !left.isPositive()) {
                throw new ResourceFailure(
                        "%s, and not ready in time were %s; mend those, then run again"
                                .formatted(waits, new TreeSet<>(missed)));
            }
            awaitChange();
            // for whoever has stopped the run
            progress.pause(Duration.ZERO);
        }
    }

    private boolean isIdle(Wave wave) {
        lock.lock();
        try {
            State state = waves.get(wave);
            return state == null || state.ahead.isEmpty() && state.behind.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void awaitChange() {
        lock.lock();
        try {
            var _ = changed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            // told by the next pause
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// @param unready empty where nobody has asked yet
    private Optional<Way> attempt(
            Wave wave,
            String node,
            Rollout rollout,
            boolean serves,
            Optional<Set<String>> unready) {
        lock.lock();
        try {
            State state = waves.computeIfAbsent(wave, _ -> new State());
            requireGood(state, node, serves);
            Optional<Way> way = way(state, rollout, serves, unready);
            way.ifPresent(it -> (it == Way.AHEAD ? state.ahead : state.behind).add(node));
            return way;
        } finally {
            lock.unlock();
        }
    }

    private static void requireGood(State state, String node, boolean serves) {
        Optional<String> failed = state.failed.stream().filter(it -> !it.equals(node)).findFirst();
        if (failed.isPresent() && serves) {
            throw new ResourceFailure(
                    "node %s is left as it was, since the replacement of %s failed before its turn came; mend that, then run again"
                            .formatted(node, failed.get()));
        }
    }

    private static Optional<Way> way(
            State state, Rollout rollout, boolean serves, Optional<Set<String>> unready) {
        if (!serves) {
            return Optional.of(Way.BEHIND);
        }
        if (state.ahead.size() < rollout.maxSurge()) {
            return Optional.of(Way.AHEAD);
        }
        return unready.map(it -> missing(state, it))
                .filter(it -> it < rollout.maxUnavailable())
                .map(_ -> Way.BEHIND);
    }

    /// The cluster may take one that is on its way out for ready still.
    private static int missing(State state, Set<String> unready) {
        var missing = new HashSet<>(unready);
        missing.addAll(state.behind);
        return missing.size();
    }

    private void leave(Wave wave, String node, boolean done) {
        lock.lock();
        try {
            State state = waves.computeIfAbsent(wave, _ -> new State());
            state.ahead.remove(node);
            state.behind.remove(node);
            if (done) {
                state.failed.remove(node);
            } else {
                state.failed.add(node);
            }
            if (state.ahead.isEmpty() && state.behind.isEmpty() && state.failed.isEmpty()) {
                waves.remove(wave);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
