package io.mooring.autoscaler.solver;

import io.mooring.autoscaler.model.Labels;
import io.mooring.autoscaler.model.PodTemplate;
import io.mooring.autoscaler.model.PodTerm;
import io.mooring.autoscaler.model.Spread;
import io.mooring.autoscaler.model.Weighted;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What each class asks about domains larger than a node: zones, regions, racks.
final class DomainRules {

    /// @param self the pod counts itself
    /// @param domains those that count for the skew
    record Even(DomainGroup group, Spread spread, boolean self, SortedSet<String> domains) {}

    record Preferred(DomainGroup group, int weight, boolean together) {}

    /// @param keys all keys that the rules are about, in order
    record Rules(
            List<DomainGroup> together,
            List<DomainGroup> apart,
            List<Even> even,
            List<Even> evenIfCheap,
            List<Preferred> preferred,
            SortedSet<String> keys) {

        boolean none() {
            return keys.isEmpty();
        }

        /// Those that others depend on come first.
        int turn() {
            return !apart.isEmpty() ? 0 : !together.isEmpty() ? 1 : even.isEmpty() ? 3 : 2;
        }
    }

    private record Key(String topology, BitSet members, Bits counted) {}

    private final Catalog catalog;
    private final Selections selections;
    private final Bits everywhere;
    private final Map<Key, DomainGroup> groups = new HashMap<>();
    private final List<Rules> rules = new ArrayList<>();

    DomainRules(Catalog catalog, List<PodClass> classes, Selections selections) {
        this.catalog = catalog;
        this.selections = selections;
        everywhere = Bits.all(catalog.offers.size());
        classes.forEach(podClass -> rules.add(read(podClass)));
    }

    Rules of(PodClass podClass) {
        return rules.get(podClass.id());
    }

    Iterable<DomainGroup> groups() {
        return groups.values();
    }

    private Rules read(PodClass podClass) {
        PodTemplate pod = podClass.template();
        var even = new ArrayList<Even>();
        var evenIfCheap = new ArrayList<Even>();
        for (Spread spread : pod.spreads()) {
            Bits counted = counted(pod, spread);
            DomainGroup group =
                    group(spread.topologyKey(), selections.of(spread.selector(), pod), counted);
            if (group != null) {
                (spread.hard() ? even : evenIfCheap)
                        .add(
                                new Even(
                                        group,
                                        spread,
                                        group.has(podClass),
                                        domains(spread.topologyKey(), counted)));
            }
        }
        var preferred = new ArrayList<Preferred>();
        preferred(pod, pod.preferredPodAffinity(), true, preferred);
        preferred(pod, pod.preferredPodAntiAffinity(), false, preferred);
        List<DomainGroup> together = groups(pod, pod.podAffinity());
        List<DomainGroup> apart = groups(pod, pod.podAntiAffinity());
        var keys = new TreeSet<String>();
        together.forEach(group -> keys.add(group.key));
        apart.forEach(group -> keys.add(group.key));
        even.forEach(e -> keys.add(e.group.key));
        evenIfCheap.forEach(e -> keys.add(e.group.key));
        preferred.forEach(p -> keys.add(p.group.key));
        return new Rules(together, apart, even, evenIfCheap, preferred, keys);
    }

    private void preferred(
            PodTemplate pod, List<Weighted<PodTerm>> terms, boolean with, List<Preferred> into) {
        for (Weighted<PodTerm> term : terms) {
            DomainGroup group =
                    group(term.term().topologyKey(), selections.of(term.term(), pod), everywhere);
            if (group != null) {
                into.add(new Preferred(group, term.weight(), with));
            }
        }
    }

    private List<DomainGroup> groups(PodTemplate pod, List<PodTerm> terms) {
        var found = new ArrayList<DomainGroup>();
        for (PodTerm term : terms) {
            DomainGroup group = group(term.topologyKey(), selections.of(term, pod), everywhere);
            if (group != null) {
                found.add(group);
            }
        }
        return found;
    }

    /// Null for host names, which packing sees to.
    private @Nullable DomainGroup group(String key, BitSet members, Bits counted) {
        return key.equals(Labels.HOSTNAME)
                ? null
                : groups.computeIfAbsent(
                        new Key(key, members, counted),
                        _ -> new DomainGroup(key, members, counted));
    }

    /// The nodes whose domains and pods a spread constraint looks at.
    private Bits counted(PodTemplate pod, Spread spread) {
        Bits counted = Bits.all(catalog.offers.size());
        if (spread.honorAffinity()) {
            counted.and(catalog.matching(pod));
        }
        if (spread.honorTaints()) {
            counted.and(catalog.tolerated(pod));
        }
        return counted;
    }

    private SortedSet<String> domains(String key, Bits counted) {
        var domains = new TreeSet<String>();
        catalog.labels
                .byValue(key)
                .forEach((value, where) -> {
                    if (where.intersects(counted)) {
                        domains.add(value);
                    }
                });
        return domains;
    }
}
