package io.mooring.provider.resources;

import io.mooring.kube.KubeFailure;
import io.mooring.provider.core.Drafts;
import io.mooring.provider.core.LogicalName;
import java.time.Clock;
import java.time.Duration;

/// A draft whose lease a thread of its own renews until it is closed.
final class KeptDraft implements Drafts.Draft {

    private static final int ATTEMPTS = 3;

    private final DraftLease lease;
    private final LogicalName name;
    private final Runnable closed;
    private final Thread renewal;

    /// @param pause between renewals
    /// @param closed is told when its lease is gone
    KeptDraft(DraftLease lease, LogicalName name, Duration pause, Clock clock, Runnable closed) {
        this.lease = lease;
        this.name = name;
        this.closed = closed;
        this.renewal = Thread.ofVirtual().name("draft").start(() -> renew(pause, clock));
    }

    private void renew(Duration pause, Clock clock) {
        try {
            while (true) {
                Thread.sleep(pause);
                try {
                    lease.renew(clock);
                } catch (KubeFailure.Cancelled _) {
                    return;
                } catch (KubeFailure _) {
                    // Nobody else can take it either while the API does not answer.
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public LogicalName name() {
        return name;
    }

    /// A lease that stayed would have the next one like it take what is made for half made.
    @Override
    public void close() {
        renewal.interrupt();
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    lease.delete();
                    return;
                } catch (KubeFailure.Unavailable | KubeFailure.Timeout e) {
                    if (attempt == ATTEMPTS) {
                        return;
                    }
                } catch (KubeFailure _) {
                    return;
                }
            }
        } finally {
            closed.run();
        }
    }
}
