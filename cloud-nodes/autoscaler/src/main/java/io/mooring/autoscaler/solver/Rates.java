package io.mooring.autoscaler.solver;

/// What a pod costs at least, alone on a node that it could fill with its like.
final class Rates {

    private Rates() {}

    /// Infinite where no offer is left.
    static double cheapest(Catalog catalog, long[] request, Bits offers) {
        double cheapest = Double.POSITIVE_INFINITY;
        for (int i = offers.next(0); i >= 0; i = offers.next(i + 1)) {
            Offer offer = catalog.offers.get(i);
            double share = 0;
            for (int r = 0; r < request.length; r++) {
                if (request[r] > 0) {
                    share = Math.max(share, (double) request[r] / offer.room()[r]);
                }
            }
            cheapest = Math.min(cheapest, share * offer.price());
        }
        return cheapest;
    }
}
