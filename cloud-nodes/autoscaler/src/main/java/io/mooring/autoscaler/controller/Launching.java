package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Pool.Timeouts;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import io.mooring.autoscaler.port.Outcome;
import java.time.Instant;

/// From a claim to a machine.
final class Launching {

    private final Inbox inbox;

    Launching(Inbox inbox) {
        this.inbox = inbox;
    }

    void step(Claim claim, Timeouts timeouts, Instant now, Agenda agenda) {
        Outcome.Launched machine = inbox.launched(claim);
        if (machine != null) {
            launched(claim, machine, now, agenda);
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

    /// From here on the claim is what its machine is.
    private static void launched(
            Claim claim, Outcome.Launched machine, Instant now, Agenda agenda) {
        Claim.Spec wanted = claim.spec().settled();
        Claim.Spec had =
                claim.spec().choices().stream()
                        .filter(spec -> Outcome.Made.as(spec).equals(machine.made()))
                        .findFirst()
                        .orElse(wanted);
        if (!had.equals(wanted)) {
            say(
                    claim,
                    "Launched",
                    "%s %s; it is %s"
                            .formatted(
                                    name(wanted),
                                    machine.refused().contains(Outcome.Made.as(wanted))
                                            ? "was not to be had"
                                            : "is what was wanted most",
                                    name(had)),
                    agenda);
        }
        agenda.add(
                new Action.UpdateClaim(
                        claim.with(had).with(claim.status().launched(machine.providerId(), now))));
    }

    private static String name(Claim.Spec spec) {
        return "%s in %s (%s)".formatted(spec.instanceType(), spec.zone(), spec.capacityType());
    }

    private static void say(Claim claim, Reason reason, String text, Agenda agenda) {
        say(claim, reason.toString(), text, agenda);
    }

    private static void say(Claim claim, String reason, String text, Agenda agenda) {
        agenda.add(new Action.Say("NodeClaim", claim.name(), reason, text));
    }
}
