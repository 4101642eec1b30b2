package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.Labels;
import io.mooring.autoscaler.model.PodTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Pods that have to be on one node with their like become one unit, as large as fits any node;
/// what is over has no place, since the first of them settle which node it is.
///
/// Pods that have to be on a node with pods of another class, or with standing ones, are not
/// planned for: they are left without a place rather than put where their rule does not hold.
final class HostAffinity {

    private final Catalog catalog;
    private final Selections selections;
    private final HostRules rules;
    private final Map<PodClass, List<int[]>> homeless;

    HostAffinity(
            Catalog catalog,
            Selections selections,
            HostRules rules,
            Map<PodClass, List<int[]>> homeless) {
        this.catalog = catalog;
        this.selections = selections;
        this.rules = rules;
        this.homeless = homeless;
    }

    List<Share> bundled(List<Share> shares) {
        var bundled = new ArrayList<Share>();
        var settled = new ArrayList<PodClass>();
        for (Share share : shares) {
            List<PodTerm> terms =
                    share.podClass().template().podAffinity().stream()
                            .filter(term -> term.topologyKey().equals(Labels.HOSTNAME))
                            .toList();
            if (terms.isEmpty()) {
                bundled.add(share);
            } else if (terms.stream().allMatch(term -> onlyItself(term, share.podClass()))
                    && !settled.contains(share.podClass())) {
                settled.add(share.podClass());
                bundled.add(bundle(share));
            } else {
                leave(share.podClass(), share.units());
            }
        }
        return bundled;
    }

    private boolean onlyItself(PodTerm term, PodClass podClass) {
        var selected = selections.of(term, podClass.template());
        return selected.cardinality() == 1 && selected.get(podClass.id());
    }

    private Share bundle(Share share) {
        int most = rules.of(share.podClass()).none() ? share.units().size() : 1;
        while (most > 1 && !fits(share, most)) {
            most--;
        }
        leave(share.podClass(), share.units().subList(most, share.units().size()));
        int[] together =
                share.units().subList(0, most).stream().mapToInt(unit -> unit[0]).toArray();
        Bits large = catalog.largeEnough(share.podClass().request(most));
        Bits offers = share.offers().copy().and(large);
        Bits widest = share.widest().copy().and(large);
        return new Share(
                share.podClass(), offers.isEmpty() ? widest : offers, widest, List.of(together));
    }

    private boolean fits(Share share, int pods) {
        return catalog.largeEnough(share.podClass().request(pods)).intersects(share.widest());
    }

    private void leave(PodClass podClass, List<int[]> units) {
        homeless.computeIfAbsent(podClass, _ -> new ArrayList<>()).addAll(units);
    }
}
