package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Pool.Timeouts;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import java.time.Instant;

/// From a claim to a machine.
final class Launching {

    private final Inbox inbox;

    Launching(Inbox inbox) {
        this.inbox = inbox;
    }

    void step(Claim claim, Timeouts timeouts, Instant now, Agenda agenda) {
        String id = inbox.launched(claim);
        if (id != null) {
            agenda.add(new Action.UpdateClaim(claim.with(claim.status().launched(id, now))));
            return;
        }
        String refused = inbox.refused(claim);
        if (refused != null) {
            say(claim, Reason.NO_CAPACITY, "there is none to be had: " + refused, agenda);
            agenda.add(new Action.DeleteClaim(claim.name(), Reason.NO_CAPACITY, null));
            return;
        }
        Instant limit = claim.created().plus(timeouts.launch());
        if (!now.isBefore(limit)) {
            inbox.soldOut(claim.name(), now);
            say(
                    claim,
                    Reason.NOT_LAUNCHED,
                    "no machine within " + timeouts.launch() + ": " + inbox.error(claim),
                    agenda);
            agenda.add(new Action.DeleteClaim(claim.name(), Reason.NOT_LAUNCHED, null));
            return;
        }
        agenda.at(limit);
        if (inbox.machines.start(claim.name(), now, agenda)) {
            agenda.add(new Action.Launch(claim));
        }
    }

    private static void say(Claim claim, Reason reason, String text, Agenda agenda) {
        agenda.add(new Action.Say("NodeClaim", claim.name(), reason.toString(), text));
    }
}
