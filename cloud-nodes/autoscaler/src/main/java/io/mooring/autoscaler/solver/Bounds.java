package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.solver.HostRules.Rules;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// How much a node of an offer can be worth at most: quick to say, and never less than what filling
/// it would find, so that most offers need not be filled.
final class Bounds {

    private final Problem problem;
    private final double[] weight;

    /// For each demand the group, or the scarce resource, that lets only few of them on a node, -1
    /// for none; resources come after groups.
    private final int[] cap;

    private final int[] limit;
    private final double[] ofCap;

    private Bits[] masks = new Bits[0];
    private int[][] members = new int[0][];
    private double[] density = new double[0];
    private double[] total = new double[0];
    private double[] value = new double[0];
    private double typical;

    Bounds(Problem problem, double[] weight) {
        this.problem = problem;
        this.weight = weight;
        cap = new int[problem.request.length];
        limit = new int[cap.length];
        ofCap = new double[problem.groups() + problem.resources()];
        for (int d = 0; d < cap.length; d++) {
            cap[d] = -1;
            for (int r = Resources.PODS + 1; r < problem.resources(); r++) {
                if (problem.request[d][r] > 0) {
                    cap[d] = problem.groups() + r;
                }
            }
            Rules rules = problem.rules[d];
            for (int i = 0; i < rules.limited().length; i++) {
                int group = rules.limited()[i];
                if (Arrays.stream(rules.member()).anyMatch(member -> member == group)) {
                    cap[d] = group;
                    limit[d] = rules.limits()[i] + 1;
                }
            }
        }
    }

    void prepare(int[] candidates, int[] left, double[] value) {
        this.value = value;
        Map<Bits, Integer> places = new HashMap<>();
        int[] place = new int[candidates.length];
        for (int c = 0; c < candidates.length; c++) {
            place[c] = places.computeIfAbsent(problem.offers[candidates[c]], _ -> places.size());
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
            if (cap[d] < 0) {
                density[p] =
                        Math.max(density[p], value[d] / Values.dot(weight, problem.request[d]));
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
        for (int m = 0; m < masks.length; m++) {
            if (masks[m].get(offer)) {
                all += total[m];
                dense = Math.max(dense, density[m]);
            }
        }
        if (all == 0) {
            return 0;
        }
        Arrays.fill(ofCap, 0);
        for (int m = 0; m < masks.length; m++) {
            if (masks[m].get(offer)) {
                for (int d : members[m]) {
                    capped(d, offer, dense);
                }
            }
        }
        double most = dense * Values.dot(weight, problem.room[offer]);
        for (double part : ofCap) {
            most += part;
        }
        return Math.min(all, most);
    }

    /// What units that a node takes few of are worth beyond what the same room is worth to others.
    private void capped(int d, int offer, double dense) {
        int group = cap[d];
        if (group < 0 || !Resources.fits(problem.request[d], problem.room[offer])) {
            return;
        }
        double gain = value[d] - dense * Values.dot(weight, problem.request[d]);
        long units = group < problem.groups() ? limit[d] : scarceUnits(d, group, offer);
        ofCap[group] = Math.max(ofCap[group], gain * units);
    }

    private long scarceUnits(int d, int group, int offer) {
        int resource = group - problem.groups();
        return problem.room[offer][resource] / problem.request[d][resource];
    }
}
