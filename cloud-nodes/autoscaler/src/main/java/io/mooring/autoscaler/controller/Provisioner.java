package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Node;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.disruption.Nominations;
import io.mooring.autoscaler.model.InstanceType;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import io.mooring.autoscaler.port.Proposals;
import io.mooring.autoscaler.solver.Solution.PlannedNode;
import io.mooring.autoscaler.solver.Solution.UnplacedPods;
import io.mooring.autoscaler.whatif.Answer;
import io.mooring.autoscaler.whatif.Guest;
import io.mooring.autoscaler.whatif.Orders;
import io.mooring.autoscaler.whatif.WhatIf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /// What was found then: purchases that wait for consent are proposed again by each step.
    private @Nullable Answer answer;

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
            Proposals proposals,
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
            answer = null;
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
        Answer known = answer;
        if (question.equals(answered) && known != null && now.isBefore(at.plus(AGAIN))) {
            agenda.at(at.plus(AGAIN));
            buy(known, view, orders, proposals, now, agenda);
            return true;
        }
        known = whatIf.now();
        boolean bought = buy(known, view, orders, proposals, now, agenda);
        tell(known, view, now, agenda);
        answered = bought ? null : question;
        answer = bought ? null : known;
        at = now;
        agenda.at(at.plus(AGAIN));
        return !bought;
    }

    /// Those for whom machines are proposed, and those who have none beside them, as a limit may be
    /// used up by what is proposed. Once a step has seen to all.
    List<Guest> waitingForConsent() {
        Answer known = answer;
        if (known == null || known.bought().isEmpty()) {
            return List.of();
        }
        var guests = new ArrayList<Guest>();
        known.bought().forEach(node -> guests.addAll(known.on(node)));
        known.solution().unplaced().forEach(pods -> guests.addAll(known.of(pods)));
        return guests;
    }

    /// Whether anything is bought now.
    private boolean buy(
            Answer answer,
            View view,
            Orders orders,
            Proposals proposals,
            Instant now,
            Agenda agenda) {
        boolean bought = false;
        for (PlannedNode node : answer.bought()) {
            Pool pool = view.cluster.pools().get(node.nodePool());
            if (pool != null) {
                String words = "launch %s for %d pods".formatted(node.words(), node.pods().size());
                bought |=
                        proposals.add(
                                pool,
                                words,
                                node.price(),
                                () -> order(answer, node, orders, now, agenda));
            }
        }
        return bought;
    }

    private void order(Answer answer, PlannedNode node, Orders orders, Instant now, Agenda agenda) {
        Claim claim = orders.claim(node, now, null);
        if (claim == null) {
            return;
        }
        agenda.add(new Action.CreateClaim(claim));
        agenda.add(
                new Action.Say(
                        "NodeClaim",
                        claim.name(),
                        "Bought",
                        "%s for %d pods: %s"
                                .formatted(node.words(), node.pods().size(), node.why())));
        nominations.add(claim.name(), now.plus(settings.nomination()));
        say(answer.on(node), "Nominated", "should go to " + claim.name() + ", ordered now", agenda);
    }

    /// Of pods that get no machine now.
    private void tell(Answer answer, View view, Instant now, Agenda agenda) {
        Instant until = now.plus(settings.nomination());
        answer.placements().forEach(placement -> nominations.add(placement.node(), until));
        for (PlannedNode node : answer.bought()) {
            Pool pool = view.cluster.pools().get(node.nodePool());
            if (pool != null && pool.consent() != null) {
                say(
                        answer.on(node),
                        "WaitsForApproval",
                        "pool %s would launch %s for it; its plan is to be approved first"
                                .formatted(pool.name(), node.words()),
                        agenda);
            }
        }
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
