package io.mooring.autoscaler.solver;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The offers left to a class once the domains of some keys are settled; the same domains lead to
/// the same branch.
final class Branch {

    final Bits widest;
    final Bits narrow;
    final double rate;
    private final Catalog catalog;
    private final PodClass podClass;
    private final Map<String, SortedMap<String, Branch>> byKey = new TreeMap<>();
    private @Nullable Share share;

    Branch(Catalog catalog, PodClass podClass, Bits widest, Bits narrow) {
        this.catalog = catalog;
        this.podClass = podClass;
        this.widest = widest;
        this.narrow = narrow;
        rate = Rates.cheapest(catalog, podClass.request(), narrow);
    }

    /// One branch for each domain that has an offer left.
    SortedMap<String, Branch> domains(String key) {
        return byKey.computeIfAbsent(
                key,
                k -> {
                    var domains = new TreeMap<String, Branch>();
                    catalog.labels
                            .byValue(k)
                            .forEach((value, where) -> {
                                if (where.intersects(widest)) {
                                    Bits wide = widest.copy().and(where);
                                    Bits left = narrow.copy().and(where);
                                    domains.put(
                                            value,
                                            new Branch(
                                                    catalog,
                                                    podClass,
                                                    wide,
                                                    left.isEmpty() ? wide : left));
                                }
                            });
                    return domains;
                });
    }

    Share share() {
        Share made = share;
        if (made == null) {
            made = share = new Share(podClass, narrow, widest);
        }
        return made;
    }

    boolean used() {
        return share != null;
    }
}
