package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What makes a claim go whether or not it suits: its pool's end, interruption, a lost or unhealthy
/// node, its age. Where more than a fifth of a pool's nodes, rounded up, are not ready, none is
/// replaced for that: the fault is not theirs.
final class Keeping {

    private final View view;
    private final Inbox inbox;
    private final Instant now;
    private final Agenda agenda;
    private final Map<String, Boolean> manySick = new HashMap<>();

    Keeping(View view, Inbox inbox, Instant now, Agenda agenda) {
        this.view = view;
        this.inbox = inbox;
        this.now = now;
        this.agenda = agenda;
    }

    /// Whether the claim stays.
    boolean keeps(Claim claim, @Nullable Pool pool) {
        if (pool == null || pool.deleting()) {
            return remove(claim, Reason.POOL_DELETED, null, "its pool is deleted");
        }
        Inbox.Notice notice = inbox.interrupted(claim);
        if (notice != null) {
            return remove(
                    claim,
                    Reason.INTERRUPTED,
                    notice.deadline(),
                    "the provider takes the machine away at "
                            + notice.deadline()
                            + ": "
                            + notice.why());
        }
        Node node = view.nodeOf(claim);
        if (claim.status().registered() != null && node == null) {
            return remove(claim, Reason.MACHINE_GONE, now, "its node is deleted");
        }
        Instant expires =
                claim.spec().expireAfter() == null
                        ? Instant.MAX
                        : claim.created().plus(claim.spec().expireAfter());
        if (!now.isBefore(expires)) {
            return remove(
                    claim, Reason.EXPIRED, null, "it is older than " + claim.spec().expireAfter());
        }
        agenda.at(expires);
        return node == null || healthyEnough(claim, node, pool);
    }

    /// One that comes up and never gets ready, or never of use, is not better than one that was:
    /// pods are counted on it that it does not take.
    private boolean healthyEnough(Claim claim, Node node, Pool pool) {
        if (claim.status().registered() == null || node.ready() && claim.initialized()) {
            return true;
        }
        Instant limit = Sickness.end(claim, node, pool);
        if (now.isBefore(limit)) {
            agenda.at(limit);
            return true;
        }
        if (claim.initialized() && manySick.computeIfAbsent(pool.name(), this::manySick)) {
            return true;
        }
        return remove(
                claim,
                Reason.UNHEALTHY,
                now,
                node.ready()
                        ? "its node is of no use yet, though it is ready since %s: %s"
                                .formatted(
                                        Sickness.since(claim, node),
                                        Registering.lacking(claim, node))
                        : "its node is not ready since " + Sickness.since(claim, node));
    }

    private boolean manySick(String pool) {
        int total = 0;
        int sick = 0;
        for (Claim claim : view.claimsOf(pool)) {
            if (claim.initialized()) {
                Node node = view.nodeOf(claim);
                total++;
                sick += node == null || !node.ready() ? 1 : 0;
            }
        }
        return sick > (total + 4) / 5;
    }

    private boolean remove(Claim claim, Reason reason, @Nullable Instant by, String why) {
        agenda.add(new Action.Say("NodeClaim", claim.name(), reason.toString(), why));
        agenda.add(new Action.DeleteClaim(claim.name(), reason, by));
        return false;
    }
}
