package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// From a claim's deletion to its end: drain, machine, node, claim. The claim goes only once the
/// provider has said that there is no machine. Nobody ends pods on a node that is not ready, so
/// such a one is waited for no longer than its pool lets nodes be so. That deletes no pod early:
/// the node may become ready again.
final class Terminating {

    private final Inbox inbox;
    private final View view;
    private final Draining draining;
    private final Instant now;
    private final Agenda agenda;

    Terminating(Inbox inbox, View view, Draining draining, Instant now, Agenda agenda) {
        this.inbox = inbox;
        this.view = view;
        this.draining = draining;
        this.now = now;
        this.agenda = agenda;
    }

    void step(Claim claim) {
        Inbox.Notice notice = inbox.interrupted(claim);
        Instant by = claim.status().terminateBy();
        if (notice != null && (by == null || notice.deadline().isBefore(by))) {
            agenda.add(
                    new Action.UpdateClaim(
                            claim.with(
                                    claim.status().going(Reason.INTERRUPTED, notice.deadline()))));
            return;
        }
        Node node = view.nodeOf(claim);
        if (inbox.gone(claim.name())) {
            if (node != null) {
                // the claim is what is known of the node: it stays until the node is seen to be
                // gone
                agenda.add(new Action.RemoveNode(node.name()));
                return;
            }
            agenda.add(new Action.RemoveClaim(claim.name()));
            inbox.forgetGone(claim.name());
            return;
        }
        boolean lost = claim.status().reason() == Reason.MACHINE_GONE;
        if ((node == null || lost || draining.drained(claim, node, patience(claim, node)))
                && inbox.machines.start(claim.name(), now, agenda)) {
            agenda.add(new Action.Terminate(claim.provider(), claim.name()));
        }
    }

    /// When a node that is not ready is given up; null for one that is ready.
    private @Nullable Instant patience(Claim claim, Node node) {
        return node.ready() ? null : Sickness.end(claim, node, view.poolOf(claim));
    }
}
