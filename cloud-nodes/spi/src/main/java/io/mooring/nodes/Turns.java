package io.mooring.nodes;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One thread of this process changes a machine at a time, for providers to use. Other processes
/// are kept apart by what the provider's machines promise: client tokens, files made at once.
public final class Turns {

    private static final int STRIPES = 256;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(ReentrantLock[]::new);

    public <T> T alone(MachineId id, Supplier<T> work) {
        ReentrantLock lock = locks[Math.floorMod(id.hashCode(), STRIPES)];
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
