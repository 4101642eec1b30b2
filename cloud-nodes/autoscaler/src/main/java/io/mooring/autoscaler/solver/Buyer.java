package io.mooring.autoscaler.solver;

import java.util.Arrays;
import java.util.List;

/// Buys nodes one after the other, each time the one whose pods are worth most for its price.
///
/// A queue holds for each offer what it can be worth at best; only offers that could still win are
/// filled for real, and again once others have taken pods.
final class Buyer {

    private static final double FREE = 1e-3;

    private final Problem problem;
    private final Ledger ledger;
    private final Filler filler;
    private final OfferQueue queue;
    private final Bounds bounds;
    private final Node[] pattern;
    private final int[] filledAt;

    Buyer(Problem problem, Ledger ledger, Filler filler, Bounds bounds) {
        this.problem = problem;
        this.ledger = ledger;
        this.filler = filler;
        this.bounds = bounds;
        int size = problem.price.length;
        queue = new OfferQueue(size);
        pattern = new Node[size];
        filledAt = new int[size];
    }

    /// @param scarcity how much of the price is what is taken of limits instead of dollars, 0 to 1
    void buy(
            int[] candidates,
            int[] left,
            double[] value,
            double large,
            double scarcity,
            List<Node> bought) {
        bounds.prepare(candidates, left, value);
        queue.clear();
        for (int o = problem.catalog.buyable.next(0);
                o >= 0;
                o = problem.catalog.buyable.next(o + 1)) {
            double most = bounds.most(o);
            if (most > 0) {
                queue.add(o, most / cost(o, scarcity));
            }
        }
        Arrays.fill(filledAt, 0);
        int turn = 1;
        while (!queue.isEmpty()) {
            int offer = queue.first();
            if (!ledger.canTake(offer)) {
                queue.removeFirst();
            } else if (filledAt[offer] == turn) {
                accept(pattern[offer], left, bought);
                turn++;
            } else {
                filler.fill(
                        new Node(offer, Node.NONE, Node.NONE),
                        candidates,
                        candidates.length,
                        left,
                        value,
                        large);
                filler.giveBack(left);
                if (!filler.anyAdded()) {
                    queue.removeFirst();
                    continue;
                }
                pattern[offer] = filler.node(offer);
                filledAt[offer] = turn;
                queue.lowerFirst(filler.worth / cost(offer, scarcity));
            }
        }
    }

    private double cost(int offer, double scarcity) {
        double price = problem.price[offer] + FREE;
        return scarcity == 0
                ? price
                : price * (1 - scarcity) + bounds.typicalPrice() * scarcity * ledger.scarcity(offer);
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
        Bits allowed =
                problem.options.allowed(node.offer(), node.demands(), node.demands().length);
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
