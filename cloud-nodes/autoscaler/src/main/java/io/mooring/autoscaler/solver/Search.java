package io.mooring.autoscaler.solver;

import java.util.Arrays;
import java.util.function.Supplier;

/// Packs several times, each time with values corrected by what units came to cost, and keeps the
/// best.
final class Search {

    /// How much a large unit is preferred to small ones of the same worth.
    private static final double LARGE = 0.3;

    /// Work allowed: looks of the filler at a demand.
    private static final long STEPS = 1_500_000;

    private static final long STEPS_PER_POD = 300;

    private final Problem problem;
    private final Values values;
    private final Filler filler;
    private final Bounds bounds;
    private final Supplier<Ledger> ledgers;

    Search(Problem problem, Values values, Supplier<Ledger> ledgers) {
        this.problem = problem;
        this.values = values;
        this.ledgers = ledgers;
        filler = new Filler(problem);
        bounds = new Bounds(problem, values.weight);
    }

    Packing best(int[] units, Effort effort) {
        long work = STEPS + STEPS_PER_POD * Arrays.stream(units).asLongStream().sum();
        var packer = new Packer(problem, filler, bounds, ledgers);
        double[] value = values.value.clone();
        Packing last = packer.pack(units, value, LARGE, 0);
        Packing best = last;
        double[] bestValue = value.clone();
        for (int round = 1; round < effort.rounds() && filler.steps < work / 2; round++) {
            correct(value, last);
            last = packer.pack(units, value, LARGE, 0);
            if (last.betterThan(best, problem)) {
                best = last;
                bestValue = value.clone();
            }
        }
        for (double scarcity = 0.5; scarcity <= 1 && best.unplaced() > 0; scarcity += 0.5) {
            Packing thrifty = packer.pack(units, bestValue, LARGE, scarcity);
            best = thrifty.betterThan(best, problem) ? thrifty : best;
        }
        best =
                new LocalSearch(problem, filler, bounds, ledgers.get(), best, bestValue)
                        .improve(work, effort.patience());
        return new Exchange(problem, ledgers.get()).improve(best, effort.exchanges());
    }

    /// Moves each value half way to what its units came to cost: their share of their nodes'
    /// prices.
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
