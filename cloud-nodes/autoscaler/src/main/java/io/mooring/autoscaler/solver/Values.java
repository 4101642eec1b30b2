package io.mooring.autoscaler.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a unit of each demand costs at least, by prices of resources: in one direction (so much for
/// a CPU, so much for a byte) no node can carry more than it costs. The best of many directions is
/// a lower bound of every answer's price, and a first guess of what units are worth.
final class Values {

    private static final int DIRECTIONS = 40;

    /// Every so many directions are looked at first, and then those beside the best of them.
    private static final int COARSE = 5;

    /// Bytes that weigh as much as a thousandth of a CPU where both weigh the same.
    private static final double BYTES_PER_MILLI = 4.0 * (1 << 30) / 1000;

    /// A demand without a price has one that orders it.
    private static final double LEAST = 1e-6;

    final double[] value;

    /// What a resource weighs in the best direction.
    final double[] weight;

    /// Billionths of a dollar an hour.
    final double bound;

    Values(Problem problem, int[] left) {
        Map<Bits, List<Integer>> byOffers = new HashMap<>();
        var order = new ArrayList<Bits>();
        for (int d = 0; d < problem.request.length; d++) {
            byOffers.computeIfAbsent(
                            problem.offers[d],
                            offers -> {
                                order.add(offers);
                                return new ArrayList<>();
                            })
                    .add(d);
        }
        Best best = new Best(-1, 0, new double[left.length], new double[problem.resources()]);
        for (int k = 0; k <= DIRECTIONS; k += COARSE) {
            best = better(best, k, problem, left, order, byOffers);
        }
        int middle = best.direction;
        for (int k = middle - COARSE + 1; k < middle + COARSE; k++) {
            if (k > 0 && k < DIRECTIONS && k != middle) {
                best = better(best, k, problem, left, order, byOffers);
            }
        }
        double[] bestValue = best.value;
        double[] bestWeight = best.weight;
        bound = special(problem, left, bestValue);
        value = bestValue;
        weight = bestWeight;
        for (int d = 0; d < value.length; d++) {
            value[d] = Math.max(value[d], LEAST);
        }
    }

    private record Best(double sum, int direction, double[] value, double[] weight) {}

    private static Best better(
            Best best,
            int k,
            Problem problem,
            int[] left,
            List<Bits> order,
            Map<Bits, List<Integer>> byOffers) {
        double[] direction = new double[problem.resources()];
        double angle = Math.PI / 2 * k / DIRECTIONS;
        direction[Resources.CPU] = Math.cos(angle);
        direction[Resources.MEMORY] = Math.sin(angle) / BYTES_PER_MILLI;
        double[] rates = rates(problem, direction);
        double[] values = new double[left.length];
        double sum = 0;
        for (Bits offers : order) {
            double rate = rate(offers, rates);
            for (int d : byOffers.getOrDefault(offers, List.of())) {
                values[d] = rate * dot(direction, problem.request[d]);
                sum += values[d] * left[d];
            }
        }
        return sum > best.sum ? new Best(sum, k, values, direction) : best;
    }

    /// Pods that ask for a resource that few offers have are worth what it costs, if that is more.
    /// Where no other pods can go to their offers both ways of pricing add up to a bound.
    private static double special(Problem problem, int[] left, double[] value) {
        double all = 0;
        double plain = 0;
        double special = 0;
        var plainOffers = new Bits(problem.price.length);
        var specialOffers = new Bits(problem.price.length);
        for (int d = 0; d < value.length; d++) {
            double own = 0;
            all += value[d] * left[d];
            for (int r = Resources.PODS + 1; r < problem.resources(); r++) {
                if (problem.request[d][r] > 0) {
                    double[] direction = new double[problem.resources()];
                    direction[r] = 1;
                    double rate = rate(problem.offers[d], rates(problem, direction));
                    own = Math.max(own, rate * problem.request[d][r]);
                }
            }
            special += own * left[d];
            plain += own > 0 ? 0 : value[d] * left[d];
            (own > 0 ? specialOffers : plainOffers).or(problem.offers[d]);
            value[d] = Math.max(value[d], own);
        }
        return specialOffers.intersects(plainOffers) ? Math.max(all, special) : plain + special;
    }

    /// For each offer the price of a weighted unit of its room.
    private static double[] rates(Problem problem, double[] direction) {
        double[] rates = new double[problem.price.length];
        for (int o = 0; o < rates.length; o++) {
            double size = dot(direction, problem.room[o]);
            rates[o] =
                    size > 0 && problem.catalog.buyable.get(o)
                            ? problem.price[o] / size
                            : Double.POSITIVE_INFINITY;
        }
        return rates;
    }

    private static double rate(Bits offers, double[] rates) {
        double rate = Double.POSITIVE_INFINITY;
        for (int o = offers.next(0); o >= 0; o = offers.next(o + 1)) {
            rate = Math.min(rate, rates[o]);
        }
        return rate == Double.POSITIVE_INFINITY ? 0 : rate;
    }

    static double dot(double[] weights, long[] amounts) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * amounts[i];
        }
        return sum;
    }

    static int[] candidates(int[] left) {
        return Arrays.stream(java.util.stream.IntStream.range(0, left.length).toArray())
                .filter(d -> left[d] > 0)
                .toArray();
    }
}
