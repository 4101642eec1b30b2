package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.disruption.Nominations;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import io.mooring.autoscaler.solver.Solution.PlannedNode;
import io.mooring.autoscaler.solver.Solution.UnplacedPods;
import io.mooring.autoscaler.whatif.Answer;
import io.mooring.autoscaler.whatif.Guest;
import io.mooring.autoscaler.whatif.Orders;
import io.mooring.autoscaler.whatif.WhatIf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Buys machines for pods that have no place, and for those whose nodes are going.
final class Provisioner {

    /// Pods without a place are thought about again then, even if nothing has changed.
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /// All that an answer depends on, but for pods that have their place.
    private record Question(
            Set<String> waiting,
            Map<String, Boolean> claims,
            SortedMap<String, Node> nodes,
            SortedMap<String, Pool> pools,
            SortedMap<String, List<InstanceType>> types,
            Set<String> soldOut) {}

    private final Settings settings;
    private final Batch batch;
    private final Nominations nominations;
    private @Nullable Question answered;
    private Instant at = Instant.MIN;

    Provisioner(Settings settings, Nominations nominations) {
        this.settings = settings;
        this.nominations = nominations;
        batch = new Batch(settings);
    }

    /// Whether all who wait are seen to: nothing is bought now, nor is about to be.
    boolean step(
            View view,
            WhatIf whatIf,
            Orders orders,
            Set<String> soldOut,
            Instant now,
            Agenda agenda) {
        var names = new TreeSet<String>();
        for (Guest guest : whatIf.waiting()) {
            names.add(guest.kind() + " " + guest.name());
        }
        Instant ripe = batch.ripe(names, now);
        if (ripe != null && now.isBefore(ripe)) {
            agenda.at(ripe);
            return false;
        }
        batch.taken();
        if (names.isEmpty()) {
            answered = null;
            return true;
        }
        var question =
                new Question(
                        names,
                        claims(view),
                        view.cluster.nodes(),
                        view.cluster.pools(),
                        view.cluster.types(),
                        soldOut);
        if (question.equals(answered) && now.isBefore(at.plus(AGAIN))) {
            agenda.at(at.plus(AGAIN));
            return true;
        }
        boolean bought = carryOut(whatIf.now(), orders, now, agenda);
        answered = bought ? null : question;
        at = now;
        agenda.at(at.plus(AGAIN));
        return !bought;
    }

    private boolean carryOut(Answer answer, Orders orders, Instant now, Agenda agenda) {
        Instant until = now.plus(settings.nomination());
        for (PlannedNode node : answer.bought()) {
            Claim claim = orders.claim(node, now, null);
            if (claim == null) {
                continue;
            }
            agenda.add(new Action.CreateClaim(claim));
            agenda.add(
                    new Action.Say(
                            "NodeClaim",
                            claim.name(),
                            "Bought",
                            String.format(
                                    Locale.ROOT,
                                    "%s in %s (%s) at %.4f dollars an hour for %d pods: %s",
                                    node.instanceType(),
                                    node.zone(),
                                    node.capacityType(),
                                    node.price(),
                                    node.pods().size(),
                                    node.why())));
            nominations.add(claim.name(), until);
            say(
                    answer.on(node),
                    "Nominated",
                    "should go to " + claim.name() + ", ordered now",
                    agenda);
        }
        answer.placements().forEach(placement -> nominations.add(placement.node(), until));
        for (UnplacedPods unplaced : answer.solution().unplaced()) {
            say(
                    answer.of(unplaced),
                    "NoMachine",
                    "no machine can be had for it ("
                            + unplaced.constraint()
                            + "): "
                            + unplaced.why(),
                    agenda);
        }
        return !answer.bought().isEmpty();
    }

    private static void say(List<Guest> guests, String reason, String text, Agenda agenda) {
        for (Guest guest : guests) {
            agenda.add(
                    new Action.Say(
                            guest.kind() == Guest.Kind.HEADROOM ? "CapacityBuffer" : "Pod",
                            guest.name(),
                            reason,
                            text));
        }
    }

    private static Map<String, Boolean> claims(View view) {
        var claims = new TreeMap<String, Boolean>();
        view.cluster.claims().values().forEach(claim -> claims.put(claim.name(), claim.leaving()));
        return claims;
    }
}
