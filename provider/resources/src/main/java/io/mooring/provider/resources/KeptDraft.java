package io.mooring.provider.resources;

import io.mooring.kube.KubeFailure;
import io.mooring.provider.core.DraftLeft;
import io.mooring.provider.core.Drafts;
import io.mooring.provider.core.LogicalName;
import java.time.Clock;
import java.time.Duration;

/// A draft whose lease a thread of its own renews until it is closed.
final class KeptDraft implements Drafts.Draft {

    /// How often, and for how long, a lease is to be removed while its cluster does not answer.
    record Farewell(Duration pause, Duration limit) {}

    private final DraftLease lease;
    private final LogicalName name;
    private final Farewell farewell;
    private final Clock clock;
    private final Runnable closed;
    private final Thread renewal;
    private volatile boolean left;

    /// @param pause between renewals
    /// @param farewell how its lease is removed
    /// @param closed is told when its lease is gone, or nobody holds it
    KeptDraft(
            DraftLease lease,
            LogicalName name,
            Duration pause,
            Farewell farewell,
            Clock clock,
            Runnable closed) {
        this.lease = lease;
        this.name = name;
        this.farewell = farewell;
        this.clock = clock;
        this.closed = closed;
        this.renewal = Thread.ofVirtual().name("draft").start(() -> renew(pause));
    }

    private void renew(Duration pause) {
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

    @Override
    public void leave() {
        left = true;
    }

    /// A lease that stayed would have the next one like it take what is made for half made. It is
    /// renewed until it is gone, lest that happens meanwhile; this process takes it for alive also
    /// if it stays.
    @Override
    public void close() {
        try {
            if (!left) {
                remove();
            }
            closed.run();
        } catch (KubeFailure.Cancelled _) {
            // Nobody hears of what was made when its maker ends: the next one is to go on with it.
        } catch (KubeFailure e) {
            throw new DraftLeft(
                    """
                    saying in its cluster that %s is no longer being made: %s
                    Until that is said, the next one like it takes the name and the machine of this one. Before anything is applied again, run against its cluster: kubectl delete --ignore-not-found --namespace %s lease %s. If nothing else is wrong with it, `terraform untaint` then keeps it from being replaced.\
                    """
                            .formatted(
                                    name.name(),
                                    Failures.text(e),
                                    DraftLease.NAMESPACE,
                                    lease.name()),
                    e);
        } finally {
            renewal.interrupt();
        }
    }

    private void remove() {
        var end = clock.instant().plus(farewell.limit());
        while (true) {
            try {
                lease.delete();
                return;
            } catch (KubeFailure.Unavailable | KubeFailure.Timeout e) {
                if (!clock.instant().isBefore(end) || !sleeps(farewell.pause())) {
                    throw e;
                }
            }
        }
    }

    private static boolean sleeps(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
