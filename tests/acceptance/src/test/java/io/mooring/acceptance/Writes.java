package io.mooring.acceptance;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/// Writes to a cluster, one after the other, each tried again until it is acknowledged; and the
/// longest time between two of them.
final class Writes implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    private final Kubectl tenant;
    private final ConcurrentSkipListSet<String> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicLong longestGapMillis = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread;

    Writes(Kubectl tenant) {
        this.tenant = tenant;
        this.thread = Thread.ofPlatform().start(this::write);
    }

    private void write() {
        long last = System.nanoTime();
        for (int i = 0; !ended.get(); i++) {
            String name = "kept-" + i;
            while (!ended.get() && !isWritten(name)) {
                Thread.onSpinWait();
            }
            long now = System.nanoTime();
            longestGapMillis.accumulateAndGet((now - last) / 1_000_000, Math::max);
            last = now;
        }
    }

    private boolean isWritten(String name) {
        String output = tenant.runWithin(ANSWER_LIMIT, "create", "configmap", name).output();
        boolean written = output.contains(" created") || output.contains("already exists");
        if (written) {
            acknowledged.add("configmap/" + name);
        }
        return written;
    }

    /// The objects whose writes were acknowledged, as `kubectl get -o name` has them.
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    long longestGapMillis() {
        return longestGapMillis.get();
    }

    /// As [#longestGapMillis], and begins anew.
    long takeLongestGapMillis() {
        return longestGapMillis.getAndSet(0);
    }

    void await(int more) {
        int until = acknowledged.size() + more;
        Awaitility.await().atMost(LIMIT).until(() -> acknowledged.size() > until);
    }

    @Override
    public void close() throws InterruptedException {
        ended.set(true);
        thread.join();
    }
}
