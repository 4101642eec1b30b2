package io.mooring.autoscaler.solver;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Buys nodes one after the other, each time the one whose pods are worth most for its price.
///
/// A queue holds for each offer what it can be worth at best; only offers that could still win are
/// filled for real, and again once others have taken pods.
final class Buyer {

    private static final double FREE = 1e-3;

    /// A node this near to what others could be worth at best is bought.
    private static final double NEAR = 1.02;

    /// To bound what an offer may be worth is about as much work as so many looks at a demand.
    private static final int STEPS_PER_OFFER = 6;

    private final Problem problem;
    private final Ledger ledger;
    private final Filler filler;
    private final OfferQueue queue;
    private final Bounds bounds;
    private final @Nullable Node[] pattern;

    Buyer(Problem problem, Ledger ledger, Filler filler, Bounds bounds) {
        this.problem = problem;
        this.ledger = ledger;
        this.filler = filler;
        this.bounds = bounds;
        int size = problem.price.length;
        queue = new OfferQueue(size);
        pattern = new @Nullable Node[size];
    }

    /// @param below only nodes cheaper than this are of interest
    /// @param scarcity how much of the price is what is taken of limits instead of dollars, 0 to 1
    void buy(
            int[] candidates,
            int[] left,
            double[] value,
            double large,
            double scarcity,
            long below,
            List<Node> bought) {
        bounds.prepare(candidates, left, value);
        queue.clear();
        Arrays.fill(pattern, null);
        var wanted = new Bits(pattern.length);
        for (int d : candidates) {
            wanted.or(problem.purchases[d]);
        }
        int asked = 0;
        for (int o = wanted.next(0);
                o >= 0 && problem.price[o] < below;
                o = wanted.next(o + 1), asked++) {
            double most = bounds.most(o);
            if (most > 0) {
                queue.add(o, most / cost(o, scarcity));
            }
        }
        filler.worked((long) asked * STEPS_PER_OFFER);
        Node best = null;
        double bestWorth = 0;
        while (!queue.isEmpty()) {
            int offer = queue.first();
            if (!ledger.canTake(offer)) {
                queue.removeFirst();
                continue;
            }
            if (best != null && queue.key(offer) <= bestWorth * NEAR) {
                accept(best, left, bought);
                best = null;
                bestWorth = 0;
                continue;
            }
            Node known = pattern[offer];
            if (known == null || !enough(known, left)) {
                known = fill(offer, candidates, left, value, large);
                if (known == null) {
                    queue.removeFirst();
                    continue;
                }
                pattern[offer] = known;
                queue.lowerFirst(filler.worth / cost(offer, scarcity));
            }
            if (queue.key(offer) > bestWorth) {
                best = known;
                bestWorth = queue.key(offer);
            }
        }
        if (best != null) {
            accept(best, left, bought);
        }
    }

    private @Nullable Node fill(
            int offer, int[] candidates, int[] left, double[] value, double large) {
        var empty = new Node(offer, Node.NONE, Node.NONE);
        filler.fill(empty, candidates, candidates.length, left, value, large);
        filler.giveBack(left);
        return filler.anyAdded() ? filler.node(offer) : null;
    }

    private double cost(int offer, double scarcity) {
        double price = problem.price[offer] + FREE;
        return scarcity == 0
                ? price
                : price * (1 - scarcity)
                        + bounds.typicalPrice() * scarcity * ledger.scarcity(offer);
    }

    /// Buys the pattern as often as it can be had and filled.
    private void accept(Node node, int[] left, List<Node> bought) {
        do {
            Node cheapest = cheapest(node);
            for (int k = 0; k < node.demands().length; k++) {
                left[node.demands()[k]] -= node.counts()[k];
            }
            ledger.take(cheapest.offer());
            bought.add(cheapest);
        } while (ledger.canTake(node.offer()) && enough(node, left));
    }

    private static boolean enough(Node node, int[] left) {
        for (int k = 0; k < node.demands().length; k++) {
            if (left[node.demands()[k]] < node.counts()[k]) {
                return false;
            }
        }
        return true;
    }

    /// The same pods on the cheapest offer that holds them.
    Node cheapest(Node node) {
        long[] used = new long[problem.resources()];
        for (int k = 0; k < node.demands().length; k++) {
            Resources.add(used, problem.request[node.demands()[k]], node.counts()[k]);
        }
        Bits allowed = problem.options.allowed(node.offer(), node.demands(), node.demands().length);
        for (int o = allowed.next(0); o >= 0 && o < node.offer(); o = allowed.next(o + 1)) {
            if (problem.options.fits(o, used)
                    && ledger.canTake(o)
                    && problem.options.flexibleEnough(
                            o, node.demands(), node.demands().length, used)) {
                return new Node(o, node.demands(), node.counts());
            }
        }
        return node;
    }
}
