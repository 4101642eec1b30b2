package io.mooring.autoscaler.solver;

import java.util.function.Supplier;

/// Packs several times, each time with values corrected by what units came to cost, and keeps the
/// best.
final class Search {

    private static final int ROUNDS = 6;

    private final Problem problem;
    private final Values values;
    private final Packer packer;

    Search(Problem problem, Values values, Supplier<Ledger> ledgers) {
        this.problem = problem;
        this.values = values;
        packer =
                new Packer(
                        problem,
                        new Filler(problem),
                        new Bounds(problem, values.weight),
                        ledgers);
    }

    Packing best(int[] units) {
        double[] value = values.value.clone();
        Packing best = packer.pack(units, value, 0.3, 0);
        Packing last = best;
        for (int round = 0; round < ROUNDS; round++) {
            correct(value, last);
            last = packer.pack(units, value, 0.3, 0);
            if (last.betterThan(best, problem)) {
                best = last;
            }
        }
        return best;
    }

    /// Moves each value half way to what its units came to cost: their share of their nodes' prices.
    private void correct(double[] value, Packing packing) {
        double[] cost = new double[value.length];
        double[] count = new double[value.length];
        for (Node node : packing.nodes()) {
            double worth = 0;
            for (int k = 0; k < node.demands().length; k++) {
                worth += value[node.demands()[k]] * node.counts()[k];
            }
            double factor = problem.price[node.offer()] / worth;
            for (int k = 0; k < node.demands().length; k++) {
                int d = node.demands()[k];
                cost[d] += value[d] * factor * node.counts()[k];
                count[d] += node.counts()[k];
            }
        }
        for (int d = 0; d < value.length; d++) {
            if (count[d] > 0 && cost[d] > 0) {
                value[d] = (value[d] + cost[d] / count[d]) / 2;
            }
        }
    }
}
