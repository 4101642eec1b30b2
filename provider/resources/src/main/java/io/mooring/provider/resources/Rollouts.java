package io.mooring.provider.resources;

import io.mooring.provider.core.Cancellation;
import io.mooring.provider.core.ObjectValue;
import io.mooring.provider.core.ResourceFailure;
import io.mooring.provider.resources.host.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Whose turn it is to be replaced, of the nodes of a pool that all want the same. A front end
/// updates them at once, and this lets as many go on as their [Rollout] says. One that fails ends
/// it for those of the same run: what it wants may not work for them either. Thread-safe.
final class Rollouts {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /// So long nodes are waited for that are not ready while nobody works on any of the pool: one
    /// of them may be in the queue of a front end that has no thread for it until we give up.
    private static final Duration STALLED = Duration.ofMinutes(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // guarded by lock
    private final Map<Wave, WaveState> waves = new HashMap<>();

    /// @param run what all operations of a run share: a failure says nothing about the next one
    /// @param wanted what its nodes are to be, but for their names
    record Wave(Cancellation run, String cluster, String pool, ObjectValue wanted) {
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

    /// Work on a node that others of its wave may wait for.
    interface Work extends AutoCloseable {
        @Override
        void close();
    }

    /// A turn of a node. It has failed unless it is said to be done.
    final class Turn implements Work {
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
            change(wave, it -> it.finish(node, done));
        }
    }

    /// A node is being made or mended, which needs no turn.
    Work begin(Wave wave, String node) {
        change(wave, it -> it.begin(node));
        return () -> change(wave, it -> it.end(node));
    }

    /// Waits until that node may be replaced.
    ///
    /// @param serves whether it does now: one that does not is missed by nobody
    /// @param unready those of the pool's nodes that are not ready now
    Turn enter(
            Wave wave,
            String node,
            Rollout rollout,
            boolean serves,
            Supplier<Set<String>> unready,
            Progress progress) {
        try {
            return new Turn(wave, node, await(wave, node, rollout, serves, unready, progress));
        } finally {
            change(wave, it -> it.leave(node));
        }
    }

    private Way await(
            Wave wave,
            String node,
            Rollout rollout,
            boolean serves,
            Supplier<Set<String>> unready,
            Progress progress) {
        String waits =
                "node %s waits to be replaced: maxSurge is %d, maxUnavailable %d"
                        .formatted(node, rollout.maxSurge(), rollout.maxUnavailable());
        Optional<Duration> idleFrom = Optional.empty();
        Set<String> missed = Set.of();
        while (true) {
            Optional<Way> way =
                    with(wave, it -> it.attempt(node, rollout, serves, Optional.empty()));
            if (way.isEmpty() && rollout.maxUnavailable() > 0) {
                Set<String> now = unready.get();
                missed = now;
                way = with(wave, it -> it.attempt(node, rollout, serves, Optional.of(now)));
            }
            if (way.isPresent()) {
                return way.get();
            }
            Duration left = progress.remaining();
            idleFrom =
                    with(wave, WaveState::isIdle)
                            ? Optional.of(idleFrom.orElse(left))
                            : Optional.empty();
            progress.say(waits);
            if (idleFrom.filter(it -> it.minus(left).compareTo(STALLED) > 0).isPresent()) {
                throw new ResourceFailure(
                        "%s, and not ready are %s, on which nobody works; mend those, or raise Pulumi's --parallel where they are still to come, then run again"
                                .formatted(waits, new TreeSet<>(missed)));
            }
            if (!left.isPositive()) {
                throw new ResourceFailure(
                        "%s, and not ready in time were %s; mend those, then run again"
                                .formatted(waits, new TreeSet<>(missed)));
            }
            awaitChange();
            // for whoever has stopped the run
            progress.pause(Duration.ZERO);
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

    private void change(Wave wave, Consumer<WaveState> change) {
        with(
                wave,
                it -> {
                    change.accept(it);
                    changed.signalAll();
                    return it;
                });
    }

    private <T> T with(Wave wave, Function<WaveState, T> use) {
        lock.lock();
        try {
            WaveState state = waves.computeIfAbsent(wave, _ -> new WaveState());
            T result = use.apply(state);
            waves.entrySet().removeIf(it -> isOver(it.getKey(), it.getValue(), wave.run()));
            return result;
        } finally {
            lock.unlock();
        }
    }

    /// Whether nothing has to be known of it any more in that run.
    private static boolean isOver(Wave wave, WaveState state, Cancellation run) {
        return state.isForgettable() || !wave.run().equals(run) && state.isIdle();
    }
}
