package io.mooring.nodes;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One thread of this process changes a machine at a time, for providers to use; those of different
/// machines do not wait for each other. Other processes are kept apart by what the provider's
/// machines promise: client tokens, files made at once.
public final class Turns {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    // A machine is here while somebody has its turn or waits for it.
    private final ConcurrentHashMap<MachineId, Turn> turns = new ConcurrentHashMap<>();

    /// @param users how many have it or wait for it
    private record Turn(ReentrantLock lock, int users) {

        Turn with(int more) {
            return new Turn(lock, users + more);
        }
    }

    public <T> T alone(MachineId id, Supplier<T> work) {
        Turn turn = turns.merge(id, new Turn(new ReentrantLock(), 1), (there, _) -> there.with(1));
        try {
            return alone(id, turn.lock(), work);
        } finally {
            turns.computeIfPresent(id, (_, it) -> it.users() == 1 ? null : it.with(-1));
        }
    }

    private static <T> T alone(MachineId id, ReentrantLock lock, Supplier<T> work) {
        try {
            if (!lock.tryLock(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new ProviderFailure(
                        "machine %s: another change to it has gone on for %d minutes; run again"
                                .formatted(id, LIMIT.toMinutes()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderFailure("interrupted while waiting for a turn at " + id, e);
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
