package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.solver.HostRules.Rules;
import java.util.List;
import java.util.TreeMap;

/// What packing works on, laid out for speed: demands and offers are numbers.
final class Problem {

    final Catalog catalog;
    final List<Demand> demands;
    final long[][] request;
    final long[][] room;
    final long[] price;
    final Rules[] rules;

    /// Where each demand may go.
    final Bits[] offers;

    /// Where a node may be bought for it: in the heaviest pools that have one.
    final Bits[] purchases;

    /// Bits by weight of the pool.
    private final TreeMap<Integer, Bits> tiers = new TreeMap<>();

    final StandingPods standing;
    final Options options;

    Problem(Catalog catalog, List<Demand> demands, StandingPods standing) {
        this.catalog = catalog;
        this.demands = demands;
        this.standing = standing;
        int size = catalog.offers.size();
        room = new long[size][];
        price = new long[size];
        for (int i = 0; i < size; i++) {
            Offer offer = catalog.offers.get(i);
            room[i] = offer.room();
            price[i] = offer.price();
            tiers.computeIfAbsent(offer.weight(), _ -> new Bits(size)).set(i);
        }
        tiers.values().forEach(tier -> tier.and(catalog.buyable));
        request = new long[demands.size()][];
        rules = new Rules[demands.size()];
        offers = new Bits[demands.size()];
        purchases = new Bits[demands.size()];
        for (int d = 0; d < demands.size(); d++) {
            request[d] = demands.get(d).request();
            rules[d] = demands.get(d).rules();
            offers[d] = demands.get(d).offers();
            purchases[d] = heaviest(offers[d], Integer.MAX_VALUE);
        }
        options = new Options(this);
    }

    int resources() {
        return catalog.resources.size();
    }

    int groups() {
        return standing.groups();
    }

    Bits tierOf(int offer) {
        Bits tier = tiers.get(catalog.offers.get(offer).weight());
        return tier == null ? new Bits(price.length) : tier;
    }

    /// Lets a demand buy from the next lighter pools that it can use, then where preferences would
    /// not have it; false where there are none left.
    boolean widen(int d) {
        int now = purchases[d].next(0);
        Bits next =
                now < 0
                        ? new Bits(price.length)
                        : heaviest(offers[d], catalog.offers.get(now).weight());
        if (next.isEmpty() && !offers[d].equals(demands.get(d).widest())) {
            offers[d] = demands.get(d).widest();
            next = heaviest(offers[d], Integer.MAX_VALUE);
        }
        if (next.isEmpty()) {
            return false;
        }
        purchases[d] = next;
        return true;
    }

    private Bits heaviest(Bits among, int below) {
        for (Bits tier : tiers.headMap(below, false).descendingMap().values()) {
            if (tier.intersects(among)) {
                return tier.copy().and(among);
            }
        }
        return new Bits(price.length);
    }
}
