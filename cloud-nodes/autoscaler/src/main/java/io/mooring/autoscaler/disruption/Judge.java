package io.mooring.autoscaler.disruption;

import io.mooring.autoscaler.cluster.Claim;
import io.mooring.autoscaler.cluster.Pool;
import io.mooring.autoscaler.cluster.View;
import io.mooring.autoscaler.solver.Effort;
import io.mooring.autoscaler.solver.Solution.Placement;
import io.mooring.autoscaler.whatif.Answer;
import io.mooring.autoscaler.whatif.WhatIf;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whether it is worth while that some nodes go: the solver is asked what would be bought without
/// them; what that saves has to pay for the pods that move within the pools' payback time.
final class Judge {

    /// Savings below this part of the price are not worth a thought.
    private static final double LEAST = 0.02;

    private static final double BALANCED = 0.5;

    private final View view;
    private final WhatIf whatIf;
    private final Instant now;
    private @Nullable Set<Integer> homeless;
    private final Map<String, double[]> totals = new HashMap<>();

    Judge(View view, WhatIf whatIf, Instant now) {
        this.view = view;
        this.whatIf = whatIf;
        this.now = now;
    }

    /// Null where it cannot be or does not pay.
    @Nullable Proposal judge(List<Candidate> old) {
        Answer answer = ask(old);
        if (answer == null) {
            return null;
        }
        Proposal proposal = Proposal.of(old, answer.bought(), now);
        return pays(old, proposal) ? proposal : null;
    }

    /// What comes instead of them, whatever it costs; null where a pod would have no place.
    @Nullable Answer ask(List<Candidate> old) {
        Answer answer =
                whatIf.without(
                        old.stream()
                                .map(c -> c.claim().name())
                                .collect(Collectors.toCollection(TreeSet::new)),
                        Effort.QUICK);
        int waiting = whatIf.waiting().size();
        Set<Integer> unplaced = answer.unplaced();
        if (!unplaced.isEmpty() && unplaced.size() > homeless()
                || unplaced.stream().anyMatch(guest -> guest >= waiting)) {
            return null;
        }
        for (Placement placement : answer.placements()) {
            Claim claim = view.cluster.claims().get(placement.node());
            if (claim != null
                    && !claim.initialized()
                    && placement.pods().stream().anyMatch(guest -> guest >= waiting)) {
                return null;
            }
        }
        return answer;
    }

    /// How many have no place as it is.
    private int homeless() {
        Set<Integer> known = homeless;
        if (known == null) {
            known = homeless = whatIf.waiting().isEmpty() ? Set.of() : whatIf.now().unplaced();
        }
        return known.size();
    }

    /// Whether nothing would have to be bought without them.
    boolean needless(List<Candidate> old) {
        Answer answer = ask(old);
        return answer != null && answer.bought().isEmpty();
    }

    private boolean pays(List<Candidate> old, Proposal proposal) {
        double price = old.stream().mapToDouble(Candidate::price).sum();
        Duration payback = payback(old);
        return proposal.savings() > price * LEAST
                && proposal.gain(payback) >= 0
                && balanced(old, proposal);
    }

    static Duration payback(List<Candidate> old) {
        return old.stream()
                .map(c -> c.pool().consolidation().payback())
                .min(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /// For pools that ask for it the part of the pools' price that is saved has to be at least half
    /// of the part of their pods' trouble that is made.
    private boolean balanced(List<Candidate> old, Proposal proposal) {
        Set<String> pools = new TreeSet<>();
        boolean asked = false;
        for (Candidate candidate : old) {
            pools.add(candidate.pool().name());
            asked |= candidate.pool().consolidation().policy() == Pool.Policy.BALANCED;
        }
        if (!asked) {
            return true;
        }
        double price = 0;
        double trouble = 0;
        for (String pool : pools) {
            double[] total = totals.computeIfAbsent(pool, this::total);
            price += total[0];
            trouble += total[1];
        }
        double made = old.stream().mapToDouble(Candidate::nodeCost).sum();
        return proposal.savings() / price >= BALANCED * made / trouble;
    }

    private double[] total(String name) {
        double[] total = new double[2];
        Pool pool = view.cluster.pools().get(name);
        for (Claim claim : view.claimsOf(name)) {
            var node = view.nodeOf(claim);
            if (pool != null && node != null) {
                total[0] += claim.spec().price();
                total[1] += new Candidate(claim, node, pool, view.movingFrom(claim)).nodeCost();
            }
        }
        return total;
    }
}
