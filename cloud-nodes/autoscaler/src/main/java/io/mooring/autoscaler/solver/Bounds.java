package io.mooring.autoscaler.solver;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// How much a node of an offer can be worth at most: quick to say, and never less than what filling
/// it would find, so that most offers need not be filled.
final class Bounds {

    private final Problem problem;
    private final double[] weight;

    /// For each demand how often it fits one node whatever its size, as far as its rules say.
    private final int[] cap;

    private Bits[] masks = new Bits[0];
    private int[][] members = new int[0][];
    private double[] density = new double[0];
    private double[] total = new double[0];
    private int[] left = new int[0];
    private double[] value = new double[0];
    private double typical;

    Bounds(Problem problem, double[] weight) {
        this.problem = problem;
        this.weight = weight;
        cap = new int[problem.request.length];
        var load = new HostLoad(problem.groups());
        for (int d = 0; d < cap.length; d++) {
            boolean special = false;
            for (int r = Resources.PODS + 1; r < problem.resources(); r++) {
                special |= problem.request[d][r] > 0;
            }
            int most = load.most(problem.rules[d]);
            cap[d] = special && most == Integer.MAX_VALUE ? most - 1 : most;
        }
    }

    void prepare(int[] candidates, int[] left, double[] value) {
        this.left = left;
        this.value = value;
        Map<Bits, Integer> places = new HashMap<>();
        int[] place = new int[candidates.length];
        for (int c = 0; c < candidates.length; c++) {
            place[c] =
                    places.computeIfAbsent(problem.offers[candidates[c]], _ -> places.size());
        }
        int size = places.size();
        masks = new Bits[size];
        places.forEach((mask, i) -> masks[i] = mask);
        members = new int[size][];
        density = new double[size];
        total = new double[size];
        int[] count = new int[size];
        double sum = 0;
        for (int p : place) {
            count[p]++;
        }
        Arrays.setAll(members, i -> new int[count[i]]);
        for (int c = 0; c < candidates.length; c++) {
            int d = candidates[c];
            int p = place[c];
            members[p][--count[p]] = d;
            total[p] += value[d] * left[d];
            sum += value[d] * left[d];
            if (cap[d] == Integer.MAX_VALUE) {
                density[p] =
                        Math.max(
                                density[p],
                                value[d] / Values.dot(weight, problem.request[d]));
            }
        }
        typical = Math.max(1, sum);
    }

    /// What all that is left is worth: a price to compare shares of limits with.
    double typicalPrice() {
        return typical;
    }

    double most(int offer) {
        double all = 0;
        double dense = 0;
        double capped = 0;
        for (int m = 0; m < masks.length; m++) {
            if (masks[m].get(offer)) {
                all += total[m];
                dense = Math.max(dense, density[m]);
                capped += capped(members[m], offer);
            }
        }
        return Math.min(all, capped + dense * Values.dot(weight, problem.room[offer]));
    }

    private double capped(int[] demands, int offer) {
        double sum = 0;
        for (int d : demands) {
            if (cap[d] != Integer.MAX_VALUE) {
                sum += value[d] * Math.min(Math.min(left[d], cap[d]), fits(d, offer));
            }
        }
        return sum;
    }

    private long fits(int d, int offer) {
        long most = Long.MAX_VALUE;
        long[] request = problem.request[d];
        for (int r = 0; r < request.length; r++) {
            if (request[r] > 0) {
                most = Math.min(most, problem.room[offer][r] / request[r]);
            }
        }
        return most;
    }
}
