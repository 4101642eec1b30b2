package io.mooring.autoscaler.cluster;

import io.mooring.autoscaler.model.PodTemplate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A pod.
///
/// @param name with its namespace
/// @param node empty while it has none
/// @param unschedulable the scheduler has said so
/// @param deletion when it was asked to go
/// @param protectedUntil do-not-disrupt, until then
/// @param stage how far it has come on its node
public record Pod(
        String name,
        PodTemplate template,
        Kind kind,
        String node,
        boolean unschedulable,
        Instant created,
        @Nullable Instant deletion,
        Duration grace,
        int priority,
        int deletionCost,
        @Nullable Instant protectedUntil,
        Stage stage) {

    /// Daemons and mirrors of static pods belong to their node and do not move.
    public enum Kind {
        WORKLOAD,
        DAEMON,
        MIRROR
    }

    /// One that has its node may wait there for long, as for an image.
    public enum Stage {
        PENDING,
        RUNNING,
        READY
    }

    private static final int CRITICAL = 2_000_000_000;
    private static final Duration STUCK = Duration.ofMinutes(1);

    public boolean critical() {
        return priority >= CRITICAL;
    }

    public boolean bound() {
        return !node.isEmpty();
    }

    /// Whether it needs another node when its own goes.
    public boolean moves() {
        return kind == Kind.WORKLOAD && deletion == null;
    }

    public boolean isProtected(Instant now) {
        return protectedUntil != null && protectedUntil.isAfter(now);
    }

    /// Whether it should have been gone for so long that nobody waits for it.
    public boolean stuck(Instant now) {
        return deletion != null && deletion.plus(grace).plus(STUCK).isBefore(now);
    }

    /// What it costs to move it, in ordinary pods: by its deletion cost and priority, as Karpenter
    /// weighs them.
    public double moveCost() {
        double cost = 1 + deletionCost / (double) (1L << 27) + priority / (double) (1L << 25);
        return Math.clamp(cost, -10, 10);
    }
}
