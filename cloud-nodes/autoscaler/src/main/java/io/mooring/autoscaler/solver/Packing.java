package io.mooring.autoscaler.solver;

import java.util.ArrayList;
import java.util.List;

/// Nodes with what goes on them, and what found no place.
record Packing(List<Node> nodes, int[] left) {

    static Packing empty(int[] left) {
        return new Packing(new ArrayList<>(), left.clone());
    }

    long price(Problem problem) {
        return nodes.stream().mapToLong(node -> problem.price[node.offer()]).sum();
    }

    long unplaced() {
        long sum = 0;
        for (int units : left) {
            sum += units;
        }
        return sum;
    }

    /// Fewer pods without a place first, then a lower price.
    boolean betterThan(Packing other, Problem problem) {
        long mine = unplaced();
        long others = other.unplaced();
        return mine < others || mine == others && price(problem) < other.price(problem);
    }
}
