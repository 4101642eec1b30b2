package io.mooring.server;

import io.mooring.etcd.EtcdClient;
import io.mooring.snapshot.KeyReceiver;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Makes keys in a store, some at a time: a store that writes many at once waits for its disk once.
/// For one thread.
final class KeyLoader implements KeyReceiver, AutoCloseable {

    private static final int AT_A_TIME = 32;
    private static final long LEASE_STEP_SECONDS = 60;

    /// kine makes it at its start.
    private static final byte[] HEALTH = "/registry/health".getBytes(StandardCharsets.US_ASCII);

    private final EtcdClient client;
    private final Semaphore free = new Semaphore(AT_A_TIME);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Map<Long, Long> leases = new HashMap<>();
    private final boolean isResumed;

    /// @param isResumed whether some of the keys may be there from an attempt before
    KeyLoader(EtcdClient client, boolean isResumed) {
        this.client = client;
        this.isResumed = isResumed;
    }

    @Override
    public void key(byte[] key, byte[] value, long seconds) {
        long lease = seconds == 0 ? 0 : lease(seconds);
        take(1);
        threads.execute(() -> {
            try {
                create(key, value, lease);
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            } finally {
                free.release();
            }
        });
    }

    /// Returns once all keys are there.
    void finish() {
        take(AT_A_TIME);
        free.release(AT_A_TIME);
    }

    /// Keys that would end within the same minute share a lease.
    private long lease(long seconds) {
        long rounded = Math.ceilDiv(seconds, LEASE_STEP_SECONDS) * LEASE_STEP_SECONDS;
        return leases.computeIfAbsent(rounded, client::grantLease);
    }

    private void create(byte[] key, byte[] value, long lease) {
        if (!client.create(key, value, lease) && !isResumed && !Arrays.equals(key, HEALTH)) {
            throw new ServerException(
                    "restoring the key %s: it is there already; restore into a store that nobody uses"
                            .formatted(new String(key, StandardCharsets.UTF_8)));
        }
    }

    private void take(int places) {
        try {
            free.acquire(places);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while restoring", e);
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            free.release(places);
            throw failed;
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
