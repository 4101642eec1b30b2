package io.mooring.autoscaler.solver;

import java.util.function.Supplier;

/// Packs everything from nothing: standing nodes are filled first, then nodes are bought.
final class Packer {

    private final Problem problem;
    private final Filler filler;
    private final Bounds bounds;
    private final Supplier<Ledger> ledgers;

    Packer(Problem problem, Filler filler, Bounds bounds, Supplier<Ledger> ledgers) {
        this.problem = problem;
        this.filler = filler;
        this.bounds = bounds;
        this.ledgers = ledgers;
    }

    Packing pack(int[] units, double[] value, double large, double scarcity) {
        var packing = Packing.empty(units);
        var buyer = new Buyer(problem, ledgers.get(), filler, bounds);
        int[] left = packing.left();
        boolean more = true;
        while (more) {
            fillStanding(packing, value, large);
            buyer.buy(
                    Values.candidates(left),
                    left,
                    value,
                    large,
                    scarcity,
                    Long.MAX_VALUE,
                    packing.nodes());
            more = false;
            for (int d : Values.candidates(left)) {
                more |= problem.widen(d);
            }
        }
        return packing;
    }

    private void fillStanding(Packing packing, double[] value, double large) {
        int[] left = packing.left();
        for (int o = 0; o < problem.price.length && !problem.catalog.buyable.get(o); o++) {
            int[] candidates = Values.candidates(left);
            int at = find(packing, o);
            Node node = at < 0 ? new Node(o, Node.NONE, Node.NONE) : packing.nodes().get(at);
            filler.fill(node, candidates, candidates.length, left, value, large);
            if (filler.anyAdded()) {
                Node filled = filler.node(o);
                if (at < 0) {
                    packing.nodes().add(filled);
                } else {
                    packing.nodes().set(at, filled);
                }
            }
        }
    }

    private static int find(Packing packing, int offer) {
        for (int i = 0; i < packing.nodes().size(); i++) {
            if (packing.nodes().get(i).offer() == offer) {
                return i;
            }
        }
        return -1;
    }
}
