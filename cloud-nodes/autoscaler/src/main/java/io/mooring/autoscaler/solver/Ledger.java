package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.ExistingNode;
import io.mooring.autoscaler.model.NodePool;
import io.mooring.autoscaler.model.Workload;
import io.mooring.autoscaler.solver.Offer.Buyable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What may still be bought: finite inventories and the limits of pools.
final class Ledger {

    private static final double NANOS = 1e9;

    private final List<Offer> offers;

    /// For each offer what it takes of its pool's limits, in their order; null where there are
    /// none.
    private final long[] @Nullable [] charges;

    /// For each offer where the rest of its pool's limits is.
    private final long[] @Nullable [] rest;

    private final long[] stock;

    Ledger(Workload workload, Catalog catalog) {
        offers = catalog.offers;
        stock = catalog.stock.clone();
        charges = new long[offers.size()][];
        rest = new long[offers.size()][];
        Map<String, long[]> byPool = left(workload);
        for (int i = 0; i < offers.size(); i++) {
            if (offers.get(i) instanceof Buyable sale && !sale.pool().limits().isEmpty()) {
                rest[i] = byPool.get(sale.pool().name());
                charges[i] = charge(sale.pool(), sale.type().capacity(), sale.price());
            }
        }
    }

    boolean canTake(int offer) {
        if (offers.get(offer) instanceof Buyable sale
                && sale.stock() >= 0
                && stock[sale.stock()] <= 0) {
            return false;
        }
        long[] charge = charges[offer];
        long[] left = rest[offer];
        if (charge == null || left == null) {
            return true;
        }
        for (int i = 0; i < charge.length; i++) {
            if (charge[i] > left[i]) {
                return false;
            }
        }
        return true;
    }

    void take(int offer) {
        book(offer, 1);
    }

    void giveBack(int offer) {
        book(offer, -1);
    }

    /// The part of what its pool or inventory has left that one more would take, at most 1.
    double scarcity(int offer) {
        double share = 0;
        if (offers.get(offer) instanceof Buyable sale && sale.stock() >= 0) {
            share = 1.0 / Math.max(1, stock[sale.stock()]);
        }
        long[] charge = charges[offer];
        long[] left = rest[offer];
        if (charge != null && left != null) {
            for (int i = 0; i < charge.length; i++) {
                share = Math.max(share, (double) charge[i] / Math.max(1, left[i]));
            }
        }
        return Math.min(1, share);
    }

    private void book(int offer, int nodes) {
        if (offers.get(offer) instanceof Buyable sale && sale.stock() >= 0) {
            stock[sale.stock()] -= nodes;
        }
        long[] charge = charges[offer];
        long[] left = rest[offer];
        if (charge != null && left != null) {
            Resources.add(left, charge, -nodes);
        }
    }

    private static Map<String, long[]> left(Workload workload) {
        Map<String, SortedMap<String, Long>> capacities = new HashMap<>();
        workload.instanceTypes().forEach(t -> capacities.putIfAbsent(t.name(), t.capacity()));
        Map<String, long[]> left = new HashMap<>();
        Map<String, NodePool> limited = new HashMap<>();
        for (NodePool pool : workload.nodePools()) {
            limited.put(pool.name(), pool);
            left.put(pool.name(), values(pool.limits().values()));
        }
        for (ExistingNode node : workload.existingNodes()) {
            NodePool pool = limited.get(node.nodePool());
            long[] rest = left.get(node.nodePool());
            if (pool != null && rest != null) {
                var capacity = capacities.getOrDefault(node.instanceType(), node.allocatable());
                Resources.add(rest, charge(pool, capacity, Math.round(node.price() * NANOS)), -1);
            }
        }
        return left;
    }

    private static long[] values(Collection<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static long[] charge(NodePool pool, Map<String, Long> capacity, long price) {
        return pool.limits().keySet().stream()
                .mapToLong(name ->
                        switch (name) {
                            case NodePool.NODES -> 1;
                            case NodePool.DOLLARS_AN_HOUR -> price;
                            default -> capacity.getOrDefault(name, 0L);
                        })
                .toArray();
    }
}
