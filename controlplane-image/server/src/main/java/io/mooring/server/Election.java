package io.mooring.server;

import java.time.Duration;

/// What one replica knows of the lease by which replicas choose a leader, as values: every method
/// is an event and answers with what comes of it.
///
///     FOLLOWS --took--> LEADS --took--> LEADS (renewed)
///     LEADS   --no renewal for the deadline, or somebody else has it--> FOLLOWS
///
/// Clocks of machines differ, so none is compared with another: a lease is over when this replica
/// has seen no change of it for as long as it holds, by its own count of nanoseconds. A leader
/// counts from before it asked for a renewal, everybody else from after they saw it, so the leader
/// is the first to know that it is none any more. No I/O, no clock: [LeaderLease] brings both.
///
/// @param seen the version of the lease that was seen last
/// @param seenAt when that version was seen first
/// @param leading whether the last thing known is that this replica has it
/// @param terms how often it came to have it
/// @param askedAt when the last renewal that succeeded was asked for
record Election(
        String self,
        LeaseTiming timing,
        String seen,
        long seenAt,
        boolean leading,
        int terms,
        long askedAt) {

    /// The lease as it is at one moment.
    ///
    /// @param holder empty if somebody gave it back
    /// @param version another one after each change
    record Holding(String holder, String version, Duration duration) {}

    static Election begin(String self, LeaseTiming timing) {
        return new Election(self, timing, "", 0, false, 0, 0);
    }

    /// The lease was looked at.
    Election saw(Holding holding, long now) {
        boolean mine = leading && holding.holder().equals(self);
        return holding.version().equals(seen)
                ? new Election(self, timing, seen, seenAt, mine, terms, askedAt)
                : new Election(self, timing, holding.version(), now, mine, terms, askedAt);
    }

    /// Whether this replica may write itself into the lease that it saw.
    boolean mayTake(Holding holding, long now) {
        return holding.holder().isEmpty()
                || holding.holder().equals(self)
                || holding.version().equals(seen) && now - seenAt >= holding.duration().toNanos();
    }

    /// This replica wrote itself into the lease.
    ///
    /// @param asked when it began to
    Election took(String version, long asked, long now) {
        int all = leading ? terms : terms + 1;
        return new Election(self, timing, version, now, true, all, asked);
    }

    /// Whether the work of the leader may go on.
    boolean leads(long now) {
        return leading && now - askedAt < timing.deadline().toNanos();
    }

    /// When it ends unless there is a renewal; for one that leads.
    long until() {
        return askedAt + timing.deadline().toNanos();
    }

    /// From when on somebody else may lead.
    long othersFrom() {
        return askedAt + timing.duration().toNanos();
    }
}
