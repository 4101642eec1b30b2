package io.mooring.autoscaler.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Takes a few nodes out, moves their pods into room that others have, buys anew for the rest, and
/// keeps what came out where it is cheaper. So nodes are merged, made smaller, emptied or swapped.
///
/// Its chance is a sequence that is always the same; its end is an amount of work, not of time.
final class LocalSearch {

    private static final long SEED = 8;
    private static final int MOST_NODES = 5;

    /// How many other nodes are tried for the pods of those taken out.
    private static final int HOSTS = 48;

    private final Problem problem;
    private final Filler filler;
    private final Buyer buyer;
    private final Ledger ledger;
    private final RandomGenerator random = new Random(SEED);
    private final double[] value;
    private final double[] tried;
    private final List<Node> nodes;
    private final int[] left;

    LocalSearch(
            Problem problem,
            Filler filler,
            Bounds bounds,
            Ledger ledger,
            Packing packing,
            double[] value) {
        this.problem = problem;
        this.filler = filler;
        this.ledger = ledger;
        this.value = value;
        buyer = new Buyer(problem, ledger, filler, bounds);
        tried = value.clone();
        nodes = new ArrayList<>(packing.nodes());
        left = packing.left().clone();
        nodes.stream().filter(this::bought).forEach(node -> ledger.take(node.offer()));
    }

    /// Stops when the filler has done so much work, or after so many tries in a row for nothing.
    Packing improve(long steps, int patience) {
        int idle = 0;
        while (filler.steps < steps && idle < patience && !nodes.isEmpty()) {
            idle = attempt() ? 0 : idle + 1;
        }
        return new Packing(nodes, left);
    }

    private boolean attempt() {
        int[] before = left.clone();
        List<Node> out = takeOut();
        if (out.isEmpty()) {
            return false;
        }
        int[] candidates = Values.candidates(left);
        for (int d : candidates) {
            tried[d] = value[d] * (0.85 + 0.3 * random.nextDouble());
        }
        double large = random.nextInt(3) * 0.4;
        List<Integer> changed = new ArrayList<>();
        List<Node> replaced = new ArrayList<>();
        host(candidates, large, changed, replaced);
        var bought = new ArrayList<Node>();
        buyer.buy(Values.candidates(left), left, tried, large, 0, price(out), bought);
        if (better(before, out, bought)) {
            nodes.addAll(bought);
            return true;
        }
        for (int i = changed.size() - 1; i >= 0; i--) {
            nodes.set(changed.get(i), replaced.get(i));
        }
        bought.forEach(node -> ledger.giveBack(node.offer()));
        out.forEach(node -> ledger.take(node.offer()));
        nodes.addAll(out);
        System.arraycopy(before, 0, left, 0, left.length);
        return false;
    }

    private boolean better(int[] before, List<Node> out, List<Node> bought) {
        long had = Arrays.stream(before).asLongStream().sum();
        long has = Arrays.stream(left).asLongStream().sum();
        return has < had || has == had && price(bought) < price(out);
    }

    private long price(List<Node> some) {
        return some.stream().mapToLong(node -> problem.price[node.offer()]).sum();
    }

    /// Of two nodes drawn the one that pays less goes first; others follow by chance.
    private List<Node> takeOut() {
        int size = Math.min(nodes.size(), 1 + random.nextInt(MOST_NODES));
        var out = new ArrayList<Node>();
        for (int i = 0; i < size; i++) {
            int one = random.nextInt(nodes.size());
            int two = random.nextInt(nodes.size());
            int chosen = loss(nodes.get(one)) >= loss(nodes.get(two)) ? one : two;
            Node node = nodes.get(chosen);
            if (!bought(node)) {
                continue;
            }
            nodes.set(chosen, nodes.getLast());
            nodes.removeLast();
            out.add(node);
            ledger.giveBack(node.offer());
            for (int k = 0; k < node.demands().length; k++) {
                left[node.demands()[k]] += node.counts()[k];
            }
        }
        return out;
    }

    /// The part of its price that its pods are not worth.
    private double loss(Node node) {
        double worth = 0;
        for (int k = 0; k < node.demands().length; k++) {
            worth += value[node.demands()[k]] * node.counts()[k];
        }
        return bought(node) ? 1 - worth / (problem.price[node.offer()] + 1) : -1;
    }

    private void host(int[] candidates, double large, List<Integer> changed, List<Node> replaced) {
        int from = nodes.isEmpty() ? 0 : random.nextInt(nodes.size());
        for (int i = 0; i < Math.min(HOSTS, nodes.size()); i++) {
            int at = (from + i) % nodes.size();
            Node node = nodes.get(at);
            filler.fill(node, candidates, candidates.length, left, tried, large);
            if (filler.anyAdded()) {
                changed.add(at);
                replaced.add(node);
                nodes.set(at, filler.node(node.offer()));
            }
        }
    }

    private boolean bought(Node node) {
        return problem.catalog.buyable.get(node.offer());
    }
}
