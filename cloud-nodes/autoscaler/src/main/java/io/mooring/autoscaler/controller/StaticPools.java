package io.mooring.autoscaler.controller;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Pod;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.Reason;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.port.Action;
import io.mooring.autoscaler.port.Agenda;
import io.mooring.autoscaler.port.Proposals;
import io.mooring.autoscaler.solver.Solution.PlannedNode;
import io.mooring.autoscaler.whatif.Answer;
import io.mooring.autoscaler.whatif.Orders;
import io.mooring.autoscaler.whatif.WhatIf;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Pools of a fixed size: as many nodes as they say, whatever the pods.
final class StaticPools {

    /// Those that go first when there are too many: not launched, then empty, then those whose pods
    /// are the least trouble to move.
    private static Comparator<Claim> leastMissed(View view) {
        return Comparator.comparing((Claim claim) -> claim.status().launched() != null)
                .thenComparingDouble(claim -> trouble(view, claim))
                .thenComparing(Claim::name);
    }

    private static double trouble(View view, Claim claim) {
        return view.movingFrom(claim).stream()
                .mapToDouble(Pod::moveCost)
                .map(c -> Math.max(0, c))
                .sum();
    }

    private StaticPools() {}

    /// Whether anything comes or goes.
    static boolean step(
            View view,
            WhatIf whatIf,
            Orders orders,
            Proposals proposals,
            Instant now,
            Agenda agenda) {
        boolean changed = false;
        for (Pool pool : view.cluster.pools().values()) {
            if (pool.fixedSize().isEmpty() || pool.deleting()) {
                continue;
            }
            List<Claim> staying =
                    view.claimsOf(pool.name()).stream()
                            .filter(claim -> !claim.deleting())
                            .filter(claim -> claim.command() == null || claim.command().replaces())
                            .sorted(leastMissed(view))
                            .toList();
            // a node to be replaced counts until its replacement does
            long replaced =
                    view.claimsOf(pool.name()).stream()
                            .filter(claim -> !claim.deleting() && claim.leaving())
                            .count();
            long coming = staying.stream().filter(claim -> claim.command() != null).count();
            int missing =
                    (int)
                            (pool.fixedSize().getAsInt()
                                    - staying.size()
                                    - Math.max(0, replaced - coming));
            changed |= missing > 0 && buy(pool, missing, whatIf, orders, proposals, now, agenda);
            for (Claim claim : staying.subList(0, Math.clamp(-(long) missing, 0, staying.size()))) {
                changed |=
                        proposals.add(
                                pool,
                                "remove %s: the pool has more than its replicas"
                                        .formatted(claim.name()),
                                -claim.spec().price(),
                                () ->
                                        agenda.add(
                                                new Action.DeleteClaim(
                                                        claim.name(), Reason.SCALED_DOWN, null)));
            }
        }
        return changed;
    }

    private static boolean buy(
            Pool pool,
            int missing,
            WhatIf whatIf,
            Orders orders,
            Proposals proposals,
            Instant now,
            Agenda agenda) {
        Answer answer = whatIf.anyMachine(pool, missing);
        boolean bought = false;
        for (PlannedNode node : answer.bought()) {
            bought |=
                    proposals.add(
                            pool,
                            "launch %s: the pool has fewer than its replicas"
                                    .formatted(node.words()),
                            node.price(),
                            () -> order(node, orders, now, agenda));
        }
        if (answer.solution().unplacedPods() > 0) {
            agenda.add(
                    new Action.Say(
                            "NodePool",
                            pool.name(),
                            "TooFew",
                            "%d of %d nodes cannot be had: %s"
                                    .formatted(
                                            answer.solution().unplacedPods(),
                                            pool.fixedSize().orElse(0),
                                            answer.solution().unplaced().getFirst().why())));
        }
        return bought;
    }

    private static void order(PlannedNode node, Orders orders, Instant now, Agenda agenda) {
        Claim claim = orders.claim(node, now, null);
        if (claim != null) {
            agenda.add(new Action.CreateClaim(claim));
        }
    }
}
