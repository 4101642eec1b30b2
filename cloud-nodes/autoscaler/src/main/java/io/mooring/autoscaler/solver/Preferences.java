package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.NodeTerm;
import io.mooring.autoscaler.model.Weighted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Preferences as a cost: one of weight 100 is worth a tenth of what its pod costs, one of weight w
/// w hundredths of that.
final class Preferences {

    private static final double WORTH = 0.1;

    private Preferences() {}

    /// The part of a pod's price that an unmet preference of this weight stands for.
    static double worth(int weight) {
        return WORTH * weight / 100;
    }

    /// What is left of the offers once every preference for nodes is met that costs no more than it
    /// is worth.
    static Bits narrow(Catalog catalog, PodClass podClass, Bits offers) {
        List<Weighted<NodeTerm>> terms = new ArrayList<>(podClass.template().preferredNodeTerms());
        Bits clean = catalog.withoutSoftTaints(podClass.template());
        Bits narrowed = narrow(catalog, podClass, offers, clean, 100);
        terms.sort(
                Comparator.comparingInt((Weighted<NodeTerm> t) -> -t.weight())
                        .thenComparing(t -> t.term().toString()));
        for (Weighted<NodeTerm> term : terms) {
            Bits met = catalog.labels.matching(term.term());
            narrowed = narrow(catalog, podClass, narrowed, met, term.weight());
        }
        return narrowed;
    }

    private static Bits narrow(
            Catalog catalog, PodClass podClass, Bits offers, Bits met, int weight) {
        Bits left = offers.copy().and(met);
        if (left.isEmpty() || left.equals(offers)) {
            return offers;
        }
        double before = Rates.cheapest(catalog, podClass.request(), offers);
        double after = Rates.cheapest(catalog, podClass.request(), left);
        return after <= before * (1 + worth(weight)) ? left : offers;
    }
}
