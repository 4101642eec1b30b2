package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.Requirement;
import io.mooring.autoscaler.solver.Offer.Buyable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The offers that would do for what a node holds, of its own pool: what `minValues` counts, and
/// where a cheaper one is looked for.
final class Options {

    private final Problem problem;
    private final Map<String, List<Requirement>> flexible = new HashMap<>();

    Options(Problem problem) {
        this.problem = problem;
        for (Offer offer : problem.catalog.offers) {
            if (offer instanceof Buyable sale) {
                flexible.computeIfAbsent(
                        sale.pool().name(),
                        _ ->
                                sale.pool().requirements().stream()
                                        .filter(r -> r.minValues() > 0)
                                        .toList());
            }
        }
    }

    /// Those of the offer's weight that all demands of a node allow.
    Bits allowed(int offer, int[] demands, int kinds) {
        Bits allowed = problem.tierOf(offer).copy();
        for (int k = 0; k < kinds; k++) {
            allowed.and(problem.offers[demands[k]]);
        }
        return allowed;
    }

    boolean fits(int offer, long[] used) {
        return Resources.fits(used, problem.room[offer]);
    }

    boolean demanding(int offer) {
        return problem.catalog.offers.get(offer) instanceof Buyable sale
                && !flexible.getOrDefault(sale.pool().name(), List.of()).isEmpty();
    }

    /// Whether the pool's `minValues` hold for a node of these demands.
    boolean flexibleEnough(int offer, int[] demands, int kinds, long[] used) {
        if (!(problem.catalog.offers.get(offer) instanceof Buyable sale)) {
            return true;
        }
        Bits allowed = allowed(offer, demands, kinds);
        for (Requirement requirement : flexible.getOrDefault(sale.pool().name(), List.of())) {
            Set<String> values = new HashSet<>();
            for (int i = allowed.next(0); i >= 0; i = allowed.next(i + 1)) {
                if (problem.catalog.offers.get(i) instanceof Buyable other
                        && other.pool().name().equals(sale.pool().name())
                        && fits(i, used)) {
                    String value = other.labels().get(requirement.key());
                    if (value != null) {
                        values.add(value);
                    }
                }
            }
            if (values.size() < requirement.minValues()) {
                return false;
            }
        }
        return true;
    }
}
