package io.mooring.syncer.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// Keys that are to be worked on, each by one thread at a time.
///
/// A key waits at most once, however often it is added, so the queue is never longer than there are
/// keys. What is added while it is worked on comes again when that is done. A key that failed comes
/// later each time, up to a limit, and adding it does not hurry it: else an object that one side
/// changes back each time would be written as fast as the network allows. Thread-safe.
///
/// Of what is due, what is new goes first: when many things are made at once, none should wait for
/// all that is to be said about those made before. One turn in [#TURNS] is for the others, so that
/// they are never forgotten.
///
/// A key is idle, waiting (in `first` or `due`), running, or running and dirty (in `again`): idle
/// -add-> waiting -take-> running -done-> idle; running -add-> dirty -done-> waiting.
final class WorkQueue<K> {
    private static final Duration FIRST_DELAY = Duration.ofMillis(50);
    private static final Duration LAST_DELAY = Duration.ofSeconds(10);
    private static final int TURNS = 16;

    private record Slot(long nanos, long number) {}

    private final LongSupplier clock;
    private final RandomGenerator random;
    // all guarded by this
    private final TreeMap<Slot, K> due =
            new TreeMap<>((a, b) -> {
                int byTime = Long.compare(a.nanos - b.nanos, 0);
                return byTime != 0 ? byTime : Long.compare(a.number, b.number);
            });
    private final Map<K, Slot> slots = new HashMap<>();
    private final SequencedSet<K> first = new LinkedHashSet<>();
    private final Set<K> running = new HashSet<>();
    private final Map<K, Long> again = new HashMap<>();
    private final Map<K, Integer> failures = new HashMap<>();
    private long number;
    private long turn;
    private boolean closed;

    /// @param clock nanoseconds from any origin, as `System.nanoTime`
    WorkQueue(LongSupplier clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// Has the key worked on as soon as possible.
    synchronized void add(K key) {
        schedule(key, clock.getAsLong());
    }

    /// Has the key worked on before those that [#add] names: it is of something new.
    synchronized void addFirst(K key) {
        if (running.contains(key) || failures.containsKey(key)) {
            add(key);
            return;
        }
        var slot = slots.remove(key);
        if (slot != null) {
            due.remove(slot);
        }
        if (first.add(key)) {
            notify();
        }
    }

    /// Has the key worked on after the time, or sooner if it is added meanwhile.
    synchronized void addAfter(K key, Duration time) {
        schedule(key, clock.getAsLong() + time.toNanos());
    }

    private void schedule(K key, long nanos) {
        if (first.contains(key)) {
            return;
        }
        if (running.contains(key)) {
            again.merge(key, nanos, (a, b) -> a - b < 0 ? a : b);
            return;
        }
        var slot = slots.get(key);
        if (slot != null) {
            if (slot.nanos - nanos <= 0 || failures.containsKey(key)) {
                return;
            }
            due.remove(slot);
        }
        var fresh = new Slot(nanos, number++);
        due.put(fresh, key);
        slots.put(key, fresh);
        notify();
    }

    /// The next key that is due, if one is. Whoever gets it calls [#done] or [#failed].
    synchronized Optional<K> poll() {
        boolean othersWait = !due.isEmpty() && due.firstKey().nanos - clock.getAsLong() <= 0;
        if (!first.isEmpty() && (!othersWait || ++turn % TURNS != 0)) {
            return Optional.of(taken(first.removeFirst()));
        }
        if (!othersWait) {
            return Optional.empty();
        }
        var key = due.pollFirstEntry().getValue();
        slots.remove(key);
        return Optional.of(taken(key));
    }

    private K taken(K key) {
        running.add(key);
        return key;
    }

    /// Waits for the next key.
    ///
    /// @return empty when the queue is closed
    synchronized Optional<K> take() throws InterruptedException {
        while (!closed) {
            var key = poll();
            if (key.isPresent()) {
                return key;
            }
            var next = nextDue();
            long millis =
                    next.isEmpty()
                            ? 0
                            : 1 + Math.max(0, (next.getAsLong() - clock.getAsLong()) / 1_000_000);
            wait(millis);
        }
        return Optional.empty();
    }

    /// Gives every key that is due to the worker, which calls [#done] or [#failed], until closed or
    /// interrupted. Several threads may.
    void serve(Consumer<K> worker) {
        try {
            for (var key = take(); key.isPresent(); key = take()) {
                worker.accept(key.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// When the next key is due that is not new.
    synchronized OptionalLong nextDue() {
        return due.isEmpty() ? OptionalLong.empty() : OptionalLong.of(due.firstKey().nanos);
    }

    /// Whether nothing is due and nothing is worked on.
    synchronized boolean isIdle() {
        return running.isEmpty()
                && first.isEmpty()
                && (due.isEmpty() || due.firstKey().nanos - clock.getAsLong() > 0);
    }

    /// The key was worked on.
    synchronized void done(K key) {
        failures.remove(key);
        release(key);
    }

    /// The key was worked on in vain: it comes again, later each time.
    synchronized void failed(K key) {
        int times = failures.merge(key, 1, Integer::sum);
        long limit = Math.min(LAST_DELAY.toNanos(), FIRST_DELAY.toNanos() << Math.min(times, 20));
        long delay = limit / 2 + random.nextLong(limit / 2);
        again.put(key, clock.getAsLong() + delay);
        release(key);
    }

    private void release(K key) {
        running.remove(key);
        var next = again.remove(key);
        if (next != null) {
            schedule(key, next);
        }
    }

    /// Ends all waiting.
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
