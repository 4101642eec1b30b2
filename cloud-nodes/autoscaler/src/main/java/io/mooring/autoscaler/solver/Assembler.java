package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.solver.Offer.Buyable;
import io.mooring.autoscaler.solver.Offer.Standing;
import io.mooring.autoscaler.solver.Solution.Other;
import io.mooring.autoscaler.solver.Solution.Placement;
import io.mooring.autoscaler.solver.Solution.PlannedNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// Turns a packing into nodes with pods, in an order of its own.
final class Assembler {

    private static final int MOST_OTHERS = 5;
    private static final double MOST_TIMES_DEARER = 1.2;

    private final Problem problem;
    private final Packing packing;
    private final NodeReasons reasons;
    private final int[] next;
    private final List<PlannedNode> nodes = new ArrayList<>();
    private final List<Placement> placements = new ArrayList<>();

    Assembler(Problem problem, Packing packing, NodeReasons reasons) {
        this.problem = problem;
        this.packing = packing;
        this.reasons = reasons;
        next = new int[problem.demands.size()];
        List<Node> ordered = new ArrayList<>(packing.nodes());
        ordered.sort(
                Comparator.comparingInt(Node::offer)
                        .thenComparing(Node::demands, Arrays::compare)
                        .thenComparing(Node::counts, Arrays::compare));
        ordered.forEach(this::add);
    }

    List<PlannedNode> nodes() {
        return nodes;
    }

    List<Placement> placements() {
        return placements;
    }

    /// Pods of the demands' units that are in no node.
    List<Integer> unplaced() {
        var pods = new ArrayList<Integer>();
        for (int d = 0; d < next.length; d++) {
            take(d, packing.left()[d], pods);
        }
        pods.sort(null);
        return pods;
    }

    private void add(Node node) {
        var pods = new ArrayList<Integer>();
        for (int k = 0; k < node.demands().length; k++) {
            take(node.demands()[k], node.counts()[k], pods);
        }
        pods.sort(null);
        switch (problem.catalog.offers.get(node.offer())) {
            case Standing standing -> placements.add(new Placement(standing.node().name(), pods));
            case Buyable sale ->
                    nodes.add(
                            new PlannedNode(
                                    sale.pool().name(),
                                    sale.type().name(),
                                    sale.offering().zone(),
                                    sale.offering().capacityType(),
                                    sale.offering().reservation(),
                                    new TreeMap<>(sale.labels()),
                                    sale.offering().price(),
                                    types(node, sale),
                                    others(node, sale),
                                    pods,
                                    reasons.why(node)));
        }
    }

    private void take(int demand, int units, List<Integer> into) {
        for (int i = 0; i < units; i++) {
            for (int pod : problem.demands.get(demand).units().get(next[demand]++)) {
                into.add(pod);
            }
        }
    }

    private int types(Node node, Buyable sale) {
        Set<String> types = new HashSet<>();
        for (Buyable other : sufficient(node, sale)) {
            types.add(other.type().name());
        }
        return types.size();
    }

    /// The cheapest of what is not much dearer; no finite inventory, since others may be promised
    /// what it has.
    private List<Other> others(Node node, Buyable sale) {
        return sufficient(node, sale).stream()
                .filter(other -> other != sale && other.stock() < 0)
                .filter(other -> other.price() >= sale.price())
                .filter(other -> other.price() <= sale.price() * MOST_TIMES_DEARER)
                .sorted(Comparator.comparingLong(Buyable::price))
                .limit(MOST_OTHERS)
                .map(other ->
                        new Other(
                                other.type().name(),
                                other.offering().zone(),
                                other.offering().capacityType(),
                                new TreeMap<>(other.labels()),
                                other.offering().price()))
                .toList();
    }

    /// All of the pool that would hold what is on the node.
    private List<Buyable> sufficient(Node node, Buyable sale) {
        long[] used = reasons.used(node);
        Bits allowed = problem.options.allowed(node.offer(), node.demands(), node.demands().length);
        List<Buyable> found = new ArrayList<>();
        for (int o = allowed.next(0); o >= 0; o = allowed.next(o + 1)) {
            if (problem.catalog.offers.get(o) instanceof Buyable other
                    && other.pool().name().equals(sale.pool().name())
                    && problem.options.fits(o, used)) {
                found.add(other);
            }
        }
        return found;
    }
}
