package io.mooring.autoscaler.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Moves single units from one bought node to another and swaps them, where the two together then
/// cost less; where they cost the same it may happen, too, so that room that is too little here and
/// too little there comes together. Cheap, for it looks at two nodes at a time and fills none.
///
/// Its chance is a sequence that is always the same; its end is an amount of work, not of time.
final class Exchange {

    private static final long SEED = 5;
    private static final int MOST_TRIES = 2_500_000;

    /// Tries for nothing that end it, for each node.
    private static final int PATIENCE = 60;

    private final Problem problem;
    private final Ledger ledger;
    private final HostLoad load;
    private final RandomGenerator random = new Random(SEED);
    private final long[] usedOne;
    private final long[] usedOther;

    Exchange(Problem problem, Ledger ledger) {
        this.problem = problem;
        this.ledger = ledger;
        load = new HostLoad(problem.groups());
        usedOne = new long[problem.resources()];
        usedOther = new long[problem.resources()];
    }

    /// A node whose pods come and go. `allowed` are the offers that all of them may be bought by.
    private static final class Cell {
        int offer;
        final List<int[]> units = new ArrayList<>();
        final long[] used;
        Bits allowed;

        Cell(int offer, long[] used, Bits allowed) {
            this.offer = offer;
            this.used = used;
            this.allowed = allowed;
        }
    }

    /// @param perNode tries for each node at most
    Packing improve(Packing packing, int perNode) {
        var cells = new ArrayList<Cell>();
        var others = new ArrayList<Node>();
        for (Node node : packing.nodes()) {
            if (problem.catalog.buyable.get(node.offer())) {
                ledger.take(node.offer());
            }
            Cell cell = cell(node);
            if (cell == null) {
                others.add(node);
            } else {
                cells.add(cell);
            }
        }
        if (cells.size() > 1) {
            run(cells, (int) Math.min(MOST_TRIES, (long) perNode * cells.size()));
        }
        for (Cell cell : cells) {
            if (!cell.units.isEmpty()) {
                others.add(node(cell));
            }
        }
        return new Packing(others, packing.left());
    }

    /// Null for one that is left as it is: it is there already, holds pods that may not be bought
    /// for there, or has to leave a choice of types.
    private @Nullable Cell cell(Node node) {
        int offer = node.offer();
        if (!problem.catalog.buyable.get(offer) || problem.options.demanding(offer)) {
            return null;
        }
        var cell = new Cell(offer, new long[problem.resources()], problem.tierOf(offer));
        for (int k = 0; k < node.demands().length; k++) {
            cell.units.add(new int[] {node.demands()[k], node.counts()[k]});
            Resources.add(cell.used, problem.request[node.demands()[k]], node.counts()[k]);
        }
        cell.allowed = allowed(cell);
        return cell.allowed.get(offer) ? cell : null;
    }

    private Bits allowed(Cell cell) {
        Bits allowed = problem.tierOf(cell.offer).copy();
        for (int[] unit : cell.units) {
            allowed.and(problem.purchases[unit[0]]);
        }
        return allowed;
    }

    private static Node node(Cell cell) {
        int[] demands = new int[cell.units.size()];
        int[] counts = new int[cell.units.size()];
        for (int k = 0; k < demands.length; k++) {
            demands[k] = cell.units.get(k)[0];
            counts[k] = cell.units.get(k)[1];
        }
        return new Node(cell.offer, demands, counts);
    }

    private void run(List<Cell> cells, int tries) {
        int idle = 0;
        for (int t = 0; t < tries && idle < PATIENCE * cells.size(); t++) {
            Cell one = cells.get(random.nextInt(cells.size()));
            Cell other = cells.get(random.nextInt(cells.size()));
            if (one == other || one.units.isEmpty() || other.units.isEmpty()) {
                idle++;
                continue;
            }
            int there = one.units.get(random.nextInt(one.units.size()))[0];
            int back = other.units.get(random.nextInt(other.units.size()))[0];
            long gain = exchange(one, there, other, -1);
            if (gain < 0 && there != back) {
                gain = exchange(one, there, other, back);
            }
            idle = gain > 0 ? 0 : idle + 1;
        }
    }

    /// What is saved by it, negative if it is not done.
    ///
    /// @param there goes from `one` to `other`
    /// @param back goes the other way; -1: nothing
    private long exchange(Cell one, int there, Cell other, int back) {
        if (!other.allowed.intersects(problem.purchases[there])
                || back >= 0 && !one.allowed.intersects(problem.purchases[back])) {
            return -1;
        }
        System.arraycopy(one.used, 0, usedOne, 0, usedOne.length);
        System.arraycopy(other.used, 0, usedOther, 0, usedOther.length);
        Resources.add(usedOne, problem.request[there], -1);
        Resources.add(usedOther, problem.request[there], 1);
        if (back >= 0) {
            Resources.add(usedOne, problem.request[back], 1);
            Resources.add(usedOther, problem.request[back], -1);
        }
        boolean emptied = back < 0 && one.units.size() == 1 && one.units.getFirst()[1] == 1;
        long before = problem.price[one.offer] + problem.price[other.offer];
        int offerOther = cheapest(other, there, usedOther);
        if (offerOther < 0 || problem.price[offerOther] > before) {
            return -1;
        }
        int offerOne = emptied ? -1 : cheapest(one, back, usedOne);
        if (offerOne < 0 && !emptied) {
            return -1;
        }
        long after = problem.price[offerOther] + (emptied ? 0 : problem.price[offerOne]);
        if (after > before
                || after == before && random.nextBoolean()
                || !agrees(other, there, back)
                || back >= 0 && !agrees(one, back, there)
                || !booked(one, emptied ? -1 : offerOne, other, offerOther)) {
            return -1;
        }
        move(one, there, other, back, emptied);
        return before - after;
    }

    /// The cheapest offer for what is used, of those that the cell's pods and one more allow.
    private int cheapest(Cell cell, int more, long[] used) {
        for (int o = cell.allowed.next(0); o >= 0; o = cell.allowed.next(o + 1)) {
            if ((more < 0 || problem.purchases[more].get(o))
                    && Resources.fits(used, problem.room[o])) {
                return o;
            }
        }
        return -1;
    }

    /// Whether the unit may be beside what is there, but for one that leaves.
    private boolean agrees(Cell cell, int unit, int leaving) {
        if (problem.rules[unit].none()) {
            return true;
        }
        load.clear();
        for (int[] there : cell.units) {
            int pods = there[1] - (there[0] == leaving ? 1 : 0);
            if (pods > 0) {
                load.add(problem.rules[there[0]], pods);
            }
        }
        return load.most(problem.rules[unit]) > 0;
    }

    /// Whether limits and inventories allow it; it is booked then.
    private boolean booked(Cell one, int offerOne, Cell other, int offerOther) {
        ledger.giveBack(one.offer);
        ledger.giveBack(other.offer);
        if (ledger.canTake(offerOther)) {
            ledger.take(offerOther);
            if (offerOne < 0) {
                other.offer = offerOther;
                return true;
            }
            if (ledger.canTake(offerOne)) {
                ledger.take(offerOne);
                other.offer = offerOther;
                one.offer = offerOne;
                return true;
            }
            ledger.giveBack(offerOther);
        }
        ledger.take(one.offer);
        ledger.take(other.offer);
        return false;
    }

    private void move(Cell one, int there, Cell other, int back, boolean emptied) {
        change(one, there, -1);
        change(other, there, 1);
        if (back >= 0) {
            change(other, back, -1);
            change(one, back, 1);
        }
        System.arraycopy(usedOne, 0, one.used, 0, usedOne.length);
        System.arraycopy(usedOther, 0, other.used, 0, usedOther.length);
        other.allowed = allowed(other);
        if (!emptied) {
            one.allowed = allowed(one);
        }
    }

    private static void change(Cell cell, int demand, int by) {
        for (int k = 0; k < cell.units.size(); k++) {
            int[] unit = cell.units.get(k);
            if (unit[0] == demand) {
                unit[1] += by;
                if (unit[1] == 0) {
                    cell.units.remove(k);
                }
                return;
            }
        }
        cell.units.add(new int[] {demand, by});
    }
}
