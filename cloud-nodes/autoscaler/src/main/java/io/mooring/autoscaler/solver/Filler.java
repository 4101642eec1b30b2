package io.mooring.autoscaler.solver;

/// Fills one node: again and again the units that are worth most for what they take of what is
/// scarce on it. Reused, because it is asked very often; the last answer stands in its fields.
final class Filler {

    /// A part of what would still fit is taken at once, so that the mix follows what gets scarce.
    private static final double STEP = 0.34;

    /// Units whose scores are alike are taken together until so much of the room has gone.
    private static final double BATCH = 0.12;

    private static final double ALIKE = 0.97;

    private final Problem problem;
    private final HostLoad load;
    private final int[] active;
    private final long[] room;
    private final double[] scarce;
    private final double[] score;
    private final int[] addedDemand;
    private final int[] addedUnits;
    private int added;
    private int activeSize;

    /// The answer: `kinds` demands with their units, those from before among them.
    final int[] demands;

    final int[] counts;
    final long[] used;
    int kinds;

    /// What the units added are worth.
    double worth;

    /// How often a demand has been looked at: the measure of work.
    long steps;

    Filler(Problem problem) {
        this.problem = problem;
        int size = problem.demands.size();
        load = new HostLoad(problem.groups());
        active = new int[size];
        score = new double[size];
        demands = new int[size];
        counts = new int[size];
        addedDemand = new int[size * 64 + 64];
        addedUnits = new int[size * 64 + 64];
        room = new long[problem.resources()];
        used = new long[problem.resources()];
        scarce = new double[problem.resources()];
    }

    /// Fills what the node still has of room from the candidates of which some are left.
    ///
    /// @param large how much a large unit is preferred to small ones of the same worth
    void fill(Node node, int[] candidates, int size, int[] left, double[] value, double large) {
        start(node);
        int offer = node.offer();
        activeSize = 0;
        boolean riders = false;
        boolean bought = node.counts().length == 0 && problem.catalog.buyable.get(offer);
        for (int c = 0; c < size; c++) {
            int d = candidates[c];
            if (left[d] > 0 && problem.offers[d].get(offer)) {
                if (!bought || problem.purchases[d].get(offer)) {
                    active[activeSize++] = d;
                } else {
                    riders = true;
                }
            }
        }
        run(left, value, large);
        if (riders && added > 0) {
            activeSize = 0;
            for (int c = 0; c < size; c++) {
                int d = candidates[c];
                if (left[d] > 0
                        && problem.offers[d].get(offer)
                        && !problem.purchases[d].get(offer)) {
                    active[activeSize++] = d;
                }
            }
            run(left, value, large);
        }
        if (added > 0 && problem.options.demanding(offer)) {
            while (added > 0 && !problem.options.flexibleEnough(offer, demands, kinds, used)) {
                undo(left, value);
            }
        }
    }

    Node node(int offer) {
        return new Node(
                offer,
                java.util.Arrays.copyOf(demands, kinds),
                java.util.Arrays.copyOf(counts, kinds));
    }

    boolean anyAdded() {
        return added > 0;
    }

    /// Gives the units added back to those that are left.
    void giveBack(int[] left) {
        for (int i = 0; i < added; i++) {
            left[addedDemand[i]] += addedUnits[i];
        }
    }

    /// Counts work done for the filler's sake.
    void worked(long more) {
        steps += more;
    }

    private void undo(int[] left, double[] value) {
        int d = addedDemand[--added];
        int units = addedUnits[added];
        int k = 0;
        while (demands[k] != d) {
            k++;
        }
        counts[k] -= units;
        if (counts[k] == 0) {
            kinds--;
            demands[k] = demands[kinds];
            counts[k] = counts[kinds];
        }
        Resources.add(used, problem.request[d], -units);
        left[d] += units;
        worth -= value[d] * units;
    }

    private void start(Node node) {
        load.clear();
        System.arraycopy(problem.room[node.offer()], 0, room, 0, room.length);
        java.util.Arrays.fill(used, 0);
        problem.standing.on(node.offer()).forEach(rules -> load.add(rules, 1));
        kinds = node.demands().length;
        added = 0;
        worth = 0;
        for (int k = 0; k < kinds; k++) {
            int d = node.demands()[k];
            demands[k] = d;
            counts[k] = node.counts()[k];
            load.add(problem.rules[d], counts[k]);
            Resources.add(used, problem.request[d], counts[k]);
            Resources.add(room, problem.request[d], -counts[k]);
        }
    }

    private void run(int[] left, double[] value, double large) {
        while (activeSize > 0) {
            double highest = score(left, value, large);
            if (highest < 0) {
                return;
            }
            double taken = 0;
            for (int a = 0; a < activeSize && taken < BATCH; a++) {
                int d = active[a];
                if (score[a] >= highest * ALIKE && left[d] > 0) {
                    int units = units(d, left[d]);
                    if (units > 0) {
                        if (added == addedDemand.length) {
                            return;
                        }
                        taken += share(d) * units;
                        take(d, units, value);
                        left[d] -= units;
                    }
                }
            }
            if (taken == 0) {
                return;
            }
        }
    }

    /// Scores what still fits, and forgets what does not; answers the highest score.
    private double score(int[] left, double[] value, double large) {
        for (int r = 0; r < room.length; r++) {
            scarce[r] = room[r] > 0 ? 1.0 / room[r] : 0;
        }
        double highest = -1;
        int kept = 0;
        for (int a = 0; a < activeSize; a++) {
            int d = active[a];
            double share = share(d);
            if (share < 0
                    || left[d] == 0
                    || !problem.rules[d].none() && load.most(problem.rules[d]) == 0) {
                continue;
            }
            score[kept] = value[d] / share * (1 + large * share);
            highest = Math.max(highest, score[kept]);
            active[kept++] = d;
        }
        steps += activeSize;
        activeSize = kept;
        return highest;
    }

    /// What one unit takes of what is left, summed over resources; negative where it does not fit.
    private double share(int d) {
        long[] request = problem.request[d];
        double share = 0;
        for (int r = 0; r < room.length; r++) {
            if (request[r] > room[r]) {
                return -1;
            }
            share += request[r] * scarce[r];
        }
        return share;
    }

    private int units(int d, int left) {
        long most = Long.MAX_VALUE;
        long[] request = problem.request[d];
        for (int r = 0; r < room.length; r++) {
            if (request[r] > 0) {
                most = Math.min(most, room[r] / request[r]);
            }
        }
        if (most == 0) {
            return 0;
        }
        long some = Math.min(left, Math.max(1, (long) (most * STEP)));
        return problem.rules[d].none()
                ? (int) some
                : (int) Math.min(some, load.most(problem.rules[d]));
    }

    private void take(int d, int units, double[] value) {
        int k = 0;
        while (k < kinds && demands[k] != d) {
            k++;
        }
        if (k == kinds) {
            demands[kinds] = d;
            counts[kinds++] = 0;
        }
        counts[k] += units;
        addedDemand[added] = d;
        addedUnits[added++] = units;
        Resources.add(room, problem.request[d], -units);
        Resources.add(used, problem.request[d], units);
        load.add(problem.rules[d], units);
        worth += value[d] * units;
    }
}
